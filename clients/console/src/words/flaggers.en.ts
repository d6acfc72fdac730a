import { many } from './many.ts';
import type { FlaggersWords } from './flaggers.fr.ts';

export const flaggersEn: FlaggersWords = {
  title: 'Trusted flaggers',
  titleOwn: 'Your notices',
  lead: 'Associations whose notices go before those that are not urgent (Digital Services Act, article 22). An account is made like that of a member of staff.',
  leadOwn: 'What you give notice of here is looked at first. You see what came of it, and nothing of the cases themselves.',
  none: 'No association yet.',
  form: 'Give notice',
  filed: 'Your notice has been received; it stands before others in the queue.',
  everybody: 'Give notice as everybody can',
  suspendedOwn: 'Your standing is suspended.',
  suspended: (time) => `suspended since ${time}`,
  figuresOwn: 'Your figures',
  brought: (notices, items) => `${many(notices, '1 notice', `${notices} notices`)}, ${many(items, '1 item', `${items} items`)}.`,
  decided: (decided, acted) => `${decided} decided, ${acted} of them acted on.`,
  median: (time) => `Median time: ${time}.`,
  nothing: 'Nothing in this period.',
  suspend: 'Suspend',
  suspendNow: 'Suspend this standing',
  suspendWhat: 'For too many notices that are imprecise or without ground (article 22(6)). What was brought already is still looked at; so is the notice that is open to everybody.',
  restore: 'Restore',
  restoreNow: 'Restore this standing',
  why: 'Why',
  whyHint: 'The association reads this.',
  sent: 'What you gave notice of',
  sentNone: 'Nothing yet.',
};

import type { ReportReason, ReportSubject } from '@veillee/shared/api';
import { words } from '@veillee/shared/words/members';
import { reasonsWords } from '@veillee/shared/words/reasons';
import { place } from '../place/site.svelte.ts';

/** Reasons in the order in which they are offered: what endangers somebody first. */
export const dangers: readonly ReportReason[] = [
  'threat',
  'ambush',
  'minor_sought',
  'minor_disclosed',
  'minor',
  'sextortion',
  'third_person',
  'sedation',
  'self_harm',
];
export const conduct: readonly ReportReason[] = [
  'harassment',
  'hate',
  'doxxing',
  'scam',
  'impersonation',
  'contact_exchange',
  'spam',
  'other',
];

type Kind = ReportSubject['kind'];

/** Those of a list that make sense for such a subject, as the place has it; all while it has not said. */
export function fitting(reasons: readonly ReportReason[], kind: Kind): readonly ReportReason[] {
  const unfit: readonly ReportReason[] = (kind !== 'meeting' && place.site?.reasons_unfit[kind]) || [];
  return reasons.filter((reason) => !unfit.includes(reason));
}

/** A reason in words, about such a subject. */
export function nameReason(reason: ReportReason, kind: Kind): string {
  return (kind === 'picture' ? reasonsWords.now.picture[reason] : undefined) ?? words.now.reasons[reason];
}

import type { HelpWords } from './help.fr.ts';

export const helpEn: HelpWords = {
  lead: 'You do not have to stay alone with what is happening. These lines are public and know how to listen.',
  danger: 'In danger now? If you cannot speak, in France: text 114.',
  lines: 'People to call',
  elsewhere: 'In other countries',
  exitTitle: 'Leaving fast',
  exitText:
    'The “Quick exit” button, or the Escape key twice, replaces this page by a neutral one and clears your drafts. The back button does not lead here again. It does not sign you out: for that, go to Me, then “Leave the place”. Your browser may keep this address in its history: a private window keeps nothing.',
  meetTitle: 'Before you meet somebody',
  meetText:
    'Choose a public place in daylight, tell somebody you trust where you are going, keep your own way home. An isolated spot, a change at the last minute, “come alone and tell nobody”: do not go, and report it.',
  rulesTitle: 'The rules',
};

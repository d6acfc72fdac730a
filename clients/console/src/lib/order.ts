import type { Case, DecisionOffer } from './wire.ts';

/** From letting be to the gravest, so that a key means the same from case to case as nearly as it can. */
const ORDER: DecisionOffer['kind'][] = [
  'no_violation',
  'release',
  'refuse',
  'hide',
  'remove_pictures',
  'warn',
  'restrict_reach',
  'mute',
  'suspend',
  'ban',
  'uphold',
  'reverse',
  'restore',
  'refer',
];

export function inOrder(found: Case): Case {
  const decisions = [...found.decisions].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return { ...found, decisions };
}

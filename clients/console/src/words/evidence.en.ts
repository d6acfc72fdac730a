import type { EvidenceWords } from './evidence.fr.ts';

export const evidenceEn: EvidenceWords = {
  title: 'Sealed copy',
  sealedAt: (date) => `Sealed on ${date}`,
  keptUntil: (date) => `kept until ${date}`,
  held: 'held: it will not be destroyed',
  destroyedAt: (date) => `destroyed on ${date}`,
  custody: 'Who touched it',
  failed: 'The chain of custody could not be read or changed.',
  because: (reason) => `, ${reason}`,
  acts: {
    sealed: 'Sealed',
    read: 'Opened',
    packed: 'Handed over in a package',
    held: 'Held',
    released: 'Given back to its term',
    extended: 'Kept for longer',
    destroyed: 'Destroyed',
  },
  reasons: {
    report: 'at the report',
    alarm: 'on an alarm of the filter',
    begun: 'when staff began the case',
    decision: 'at the decision',
    'case-opened': 'to show the case',
    picture: 'to look at a picture',
    schedule: 'at its term',
  },
  whyHold: 'Why hold it?',
  whyRelease: 'Why hold it no longer?',
  hold: 'Hold the copy',
  release: 'Give back to its term',
};

import type { ProofWords } from './proof.fr.ts';

export const proofEn: ProofWords = {
  check: 'Check the receipt',
  checking: 'Checking in this browser…',
  save: 'Keep the receipt in a file',
  saveHint: 'The file holds what was recorded, in plain text. Keep it where nobody else will read it.',
  good: 'Everything agrees.',
  bad: 'Something does not agree. Keep the file and show it to somebody outside the place.',
  partly: 'Not everything could be checked.',
  leaf: {
    holds: (index) => `Leaf no. ${index} of the ledger is the one of your receipt.`,
    fails: (index) => `Leaf no. ${index} of the ledger is not the one of your receipt.`,
  },
  report: { holds: 'It was recorded for this report.', fails: 'It was not recorded for this report.' },
  notice: { holds: 'It was recorded for this notice.', fails: 'It was not recorded for this notice.' },
  statement: { holds: 'It was recorded for this decision.', fails: 'It was not recorded for this decision.' },
  gone: 'What it was recorded for can no longer be shown.',
  included: {
    holds: (size) => `It is part of the ledger as signed at ${size} leaves.`,
    fails: 'It is not part of the ledger that the place shows.',
  },
  signed: {
    holds: 'The ledger is signed with the key that the place publishes.',
    fails: 'The signature of the ledger does not hold.',
    unknown: 'This browser cannot check the signature.',
  },
  limit: 'The place keeps the key and the ledger. With the file one can show later whether this leaf was taken out or changed.',
};

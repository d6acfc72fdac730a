/** Checking a receipt: only what was computed here is said to hold. */
export const proofFr = {
  check: 'Vérifier le reçu',
  checking: 'Vérification dans ce navigateur…',
  save: 'Garder le reçu dans un fichier',
  saveHint: 'Le fichier contient ce qui est inscrit, en clair. Gardez-le là où personne d’autre ne le lira.',
  good: 'Tout concorde.',
  bad: 'Quelque chose ne concorde pas. Gardez le fichier et montrez-le à quelqu’un en dehors du lieu.',
  partly: 'Tout n’a pas pu être vérifié.',
  leaf: {
    holds: (index: number) => `La feuille n° ${index} du registre est celle de votre reçu.`,
    fails: (index: number) => `La feuille n° ${index} du registre n’est pas celle de votre reçu.`,
  },
  report: { holds: 'Elle a été inscrite pour ce signalement.', fails: 'Elle n’a pas été inscrite pour ce signalement.' },
  notice: { holds: 'Elle a été inscrite pour cette notification.', fails: 'Elle n’a pas été inscrite pour cette notification.' },
  statement: { holds: 'Elle a été inscrite pour cette décision.', fails: 'Elle n’a pas été inscrite pour cette décision.' },
  gone: 'Ce pour quoi elle a été inscrite ne peut plus être montré.',
  included: {
    holds: (size: number) => `Elle fait partie du registre tel qu’il est signé à ${size} feuilles.`,
    fails: 'Elle ne fait pas partie du registre que le lieu présente.',
  },
  signed: {
    holds: 'Le registre est signé avec la clé que le lieu publie.',
    fails: 'La signature du registre ne tient pas.',
    unknown: 'Ce navigateur ne sait pas vérifier la signature.',
  },
  limit: 'Le lieu garde la clé et le registre. Avec le fichier, on pourra montrer plus tard si cette feuille a été retirée ou changée.',
};

export type ProofWords = typeof proofFr;

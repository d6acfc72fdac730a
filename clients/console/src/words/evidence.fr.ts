/** Sealed copies of what a case is about, and who touched them. */
export const evidenceFr = {
  title: 'Copie scellée',
  sealedAt: (date: string) => `Scellée le ${date}`,
  keptUntil: (date: string) => `gardée jusqu’au ${date}`,
  held: 'retenue : elle ne sera pas détruite',
  destroyedAt: (date: string) => `détruite le ${date}`,
  custody: 'Qui y a touché',
  failed: 'La chaîne de conservation n’a pas pu être lue ou changée.',
  because: (reason: string) => `, ${reason}`,
  acts: {
    sealed: 'Scellée',
    read: 'Ouverte',
    packed: 'Remise dans un dossier',
    held: 'Retenue',
    released: 'Rendue à son échéance',
    extended: 'Gardée plus longtemps',
    destroyed: 'Détruite',
  },
  reasons: {
    report: 'au signalement',
    alarm: 'à l’alarme du filtre',
    begun: 'quand l’équipe a ouvert l’affaire',
    decision: 'à la décision',
    'case-opened': 'pour montrer l’affaire',
    picture: 'pour regarder une image',
    schedule: 'à l’échéance',
  } as Record<string, string>,
  whyHold: 'Pourquoi la retenir ?',
  whyRelease: 'Pourquoi ne plus la retenir ?',
  hold: 'Retenir la copie',
  release: 'Rendre à l’échéance',
};

export type EvidenceWords = typeof evidenceFr;

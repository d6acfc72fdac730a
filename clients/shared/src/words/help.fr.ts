/** The page of help. */
export const helpFr = {
  lead: 'Vous n’avez pas à rester seul·e avec ce qui arrive. Ces lignes sont publiques et savent écouter.',
  danger: 'En danger maintenant ? Si vous ne pouvez pas parler, écrivez au 114.',
  lines: 'Des personnes à appeler',
  elsewhere: 'Dans d’autres pays',
  exitTitle: 'Partir vite',
  exitText:
    'Le bouton « Sortie rapide » ou la touche Échap deux fois remplace cette page par une page neutre et efface vos brouillons. Le bouton « précédent » ne ramène pas ici. Il ne vous déconnecte pas : pour cela, allez dans Moi, puis « Quitter le lieu ». Le navigateur peut garder l’adresse du lieu dans son historique : une fenêtre privée ne garde rien.',
  meetTitle: 'Avant de rencontrer quelqu’un',
  meetText:
    'Choisissez un lieu public et de jour, dites à une personne de confiance où vous allez, gardez votre moyen de rentrer. Un lieu isolé, un changement à la dernière minute, « viens seul et n’en parle à personne » : n’y allez pas, et signalez.',
  rulesTitle: 'Les règles',
};

export type HelpWords = typeof helpFr;

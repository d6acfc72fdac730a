import { many } from './many.ts';

/** The pages of people and rooms, and beginning a case from there. */
export const peopleFr = {
  title: 'Personnes',
  lead: 'Retrouvez quelqu’un par son pseudonyme ou son identifiant. Ce que les gens se disent ne se lit que dans une affaire.',
  leadFromCase: 'On arrive ici depuis une affaire, par le nom de la personne concernée. Chercher quelqu’un est réservé à la modération confirmée, à l’administration et à l’audit.',
  search: 'Pseudonyme ou identifiant',
  searchHint: 'Le début suffit ; accents, majuscules et lettres qui se ressemblent ne comptent pas.',
  find: 'Chercher',
  found: (count: number) => (count === 0 ? 'Personne de ce nom.' : many(count, '1 personne', `${count} personnes`)),
  waiting: (count: number) => many(count, '1 affaire en attente', `${count} affaires en attente`),
  back: 'Chercher quelqu’un d’autre',
  unknown: 'Cette personne n’existe pas.',
  notFromCase: 'Aucune affaire ne concerne cette personne : sa page ne vous est pas ouverte.',
  notYou: 'Votre rôle ne permet pas cela.',
  entered: (time: string) => `ici depuis le ${time}`,
  bound: 'Restrictions en cours',
  free: 'Aucune.',
  kinds: { reach: 'Portée restreinte', mute: 'Silence', suspend: 'Suspension', ban: 'Exclusion' },
  since: (time: string) => `depuis le ${time}`,
  reach: 'Portée',
  may: (words: number, rooms: number, pictures: number) => `${words} ${words < 2 ? 'premier mot' : 'premiers mots'}, ${rooms} ${rooms < 2 ? 'nouveau salon' : 'nouveaux salons'} et ${pictures} ${pictures < 2 ? 'image' : 'images'} par jour`,
  links: (hours: number) => `Conseil avant chaque lien, encore ${many(hours, '1 heure', `${hours} heures`)}`,
  lowered: (time: string) => `Réduite par une décision jusqu’au ${time}`,
  cases: 'Affaires',
  noCases: 'Aucune affaire ne concerne cette personne.',
  reported: (reasons: string) => `Signalements : ${reasons}`,
  moment: 'un instant',
  seePerson: 'Voir tout ce qui la concerne',
  begin: 'Ouvrir une affaire',
  beginNow: 'Ouvrir l’affaire',
  why: 'Pourquoi',
  whyHint: 'Une note pour l’équipe, inscrite dans l’affaire. S’il y en a déjà une en attente, elle continue.',
};

export const roomsFr = {
  title: 'Salons',
  lead: 'Qui est où, et ce que l’on en dit. On ferme un salon par une décision dans une affaire, et on le rouvre en levant cette décision.',
  failed: 'Cela n’a pas pu être fait.',
  open: (count: number) => `Ouverts (${count})`,
  closed: (count: number) => `Fermés (${count})`,
  none: 'Aucun.',
  present: (count: number) => (count === 0 ? 'personne en ce moment' : many(count, '1 personne ici', `${count} personnes ici`)),
  members: (count: number) => (count === 0 ? 'aucun membre' : many(count, '1 membre', `${count} membres`)),
  openedBy: (name: string, time: string) => `ouvert par ${name} le ${time}`,
  ofPlace: 'salon du lieu',
  closedAt: (time: string) => `fermé le ${time}`,
  about: 'Affaires sur ce salon :',
  reopen: 'Rouvrir : aller à l’affaire où il a été fermé',
};

export type PeopleWords = typeof peopleFr;
export type RoomsWords = typeof roomsFr;

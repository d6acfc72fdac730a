import { many } from './many.ts';

/** Trusted flaggers (DSA art. 22): their own page, and how staff see them. */
export const flaggersFr = {
  title: 'Signalements de confiance',
  titleOwn: 'Vos notifications',
  lead: 'Les associations dont les notifications passent devant celles qui ne sont pas urgentes (règlement sur les services numériques, article 22). Un compte se crée comme celui d’un membre de l’équipe.',
  leadOwn: 'Ce que vous notifiez ici est examiné en priorité. Vous voyez ce qu’il en est advenu, et rien des affaires elles-mêmes.',
  none: 'Aucune association pour l’instant.',
  form: 'Notifier',
  filed: 'Votre notification est reçue ; elle est devant les autres dans la file.',
  everybody: 'Notifier comme tout le monde',
  suspendedOwn: 'Votre statut est suspendu.',
  suspended: (time: string) => `suspendu depuis le ${time}`,
  figuresOwn: 'Vos chiffres',
  brought: (notices: number, items: number) => `${many(notices, '1 notification', `${notices} notifications`)}, ${many(items, '1 élément', `${items} éléments`)}.`,
  decided: (decided: number, acted: number) => `${many(decided, '1 décidé', `${decided} décidés`)}, dont ${acted} avec une suite.`,
  median: (time: string) => `Délai médian : ${time}.`,
  nothing: 'Rien pendant cette période.',
  suspend: 'Suspendre',
  suspendNow: 'Suspendre ce statut',
  suspendWhat: 'Pour trop de notifications insuffisamment précises ou sans fondement (article 22, paragraphe 6). Ce qui est déjà notifié reste examiné ; la notification ouverte à tout le monde aussi.',
  restore: 'Rétablir',
  restoreNow: 'Rétablir ce statut',
  why: 'Pourquoi',
  whyHint: 'L’association lit ce texte.',
  sent: 'Ce que vous avez notifié',
  sentNone: 'Rien pour l’instant.',
};

export type FlaggersWords = typeof flaggersFr;

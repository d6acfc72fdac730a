import { many } from './many.ts';

/** Pictures of a case, which are looked at one by one. */
export const picturesFr = {
  count: (count: number) => many(count, '1 image', `${count} images`),
  one: (number: number, name: string) => `Image ${number} de ${name}`,
  look: 'Regarder l’image',
  lookAt: (number: number, name: string) => `Regarder l’image ${number} de ${name}`,
  recorded: 'Chaque regard est inscrit au registre. Elle s’ouvre floue et grise.',
  sharp: 'Nette',
  colour: 'En couleur',
  cover: 'Recouvrir',
  removed: 'retirée',
  reported: 'Image signalée',
  gone: 'Cette image a été détruite à son échéance.',
  failed: 'L’image n’a pas pu être ouverte.',
};

export type PicturesWords = typeof picturesFr;

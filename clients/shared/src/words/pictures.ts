import { Dictionary } from './language.svelte.ts';
import { picturesEn } from './pictures.en.ts';
import { picturesFr, type PicturesWords } from './pictures.fr.ts';

/** Both languages come with talk. */
export const picturesWords = new Dictionary<PicturesWords>({ fr: picturesFr, en: picturesEn });

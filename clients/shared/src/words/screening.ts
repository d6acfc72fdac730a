import { Dictionary } from './language.svelte.ts';
import { screeningEn } from './screening.en.ts';
import { screeningFr, type ScreeningWords } from './screening.fr.ts';

/** Both languages come with private talk, and weigh nothing on the way to a room. */
export const screeningWords = new Dictionary<ScreeningWords>({ fr: screeningFr, en: screeningEn });

import { Dictionary } from './language.svelte.ts';
import { meEn } from './me.en.ts';
import { meFr, type MeWords } from './me.fr.ts';

/** Both languages come with the page Me, and weigh nothing on the way to talk. */
export const meWords = new Dictionary<MeWords>({ fr: meFr, en: meEn });

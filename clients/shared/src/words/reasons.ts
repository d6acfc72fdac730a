import { Dictionary } from './language.svelte.ts';
import { reasonsEn } from './reasons.en.ts';
import { reasonsFr, type ReasonsWords } from './reasons.fr.ts';

/** Both languages come with the first report. */
export const reasonsWords = new Dictionary<ReasonsWords>({ fr: reasonsFr, en: reasonsEn });

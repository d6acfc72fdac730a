import { helpEn } from './help.en.ts';
import { helpFr, type HelpWords } from './help.fr.ts';
import { Dictionary } from './language.svelte.ts';

/** Both languages come with the page that speaks them, and weigh nothing on the way to talk. */
export const helpWords = new Dictionary<HelpWords>({ fr: helpFr, en: helpEn });
export { helpEn, helpFr };

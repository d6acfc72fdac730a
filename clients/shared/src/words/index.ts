export { commonEn } from './common.en.ts';
export { commonFr, type CommonWords } from './common.fr.ts';
export { Dictionary, LazyDictionary, language, languageCodes, type Bilingual, type LanguageCode } from './language.svelte.ts';
export { clock, daysAgo, longDay, moment } from './time.ts';

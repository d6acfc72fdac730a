import { commonEn, commonFr, Dictionary } from '@veillee/shared/words';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** The console's words with those it shares with the members' client. */
export const dictionary = new Dictionary({ fr: { ...fr, common: commonFr }, en: { ...en, common: commonEn } });

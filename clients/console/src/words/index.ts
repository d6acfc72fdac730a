import { figuresEn, figuresFr } from '@veillee/shared/words/figures';
import { commonEn, commonFr, Dictionary } from '@veillee/shared/words';
import { decidingEn } from './deciding.en.ts';
import { decidingFr } from './deciding.fr.ts';
import { dutyEn } from './duty.en.ts';
import { dutyFr } from './duty.fr.ts';
import { en } from './en.ts';
import { evidenceEn } from './evidence.en.ts';
import { evidenceFr } from './evidence.fr.ts';
import { flaggersEn } from './flaggers.en.ts';
import { flaggersFr } from './flaggers.fr.ts';
import { fr } from './fr.ts';
import { furtherEn } from './further.en.ts';
import { furtherFr } from './further.fr.ts';
import { ledgerEn } from './ledger.en.ts';
import { ledgerFr } from './ledger.fr.ts';
import { misuseEn } from './misuse.en.ts';
import { misuseFr } from './misuse.fr.ts';
import { peopleEn, roomsEn } from './people.en.ts';
import { peopleFr, roomsFr } from './people.fr.ts';
import { picturesEn } from './pictures.en.ts';
import { picturesFr } from './pictures.fr.ts';
import { policiesEn } from './policies.en.ts';
import { policiesFr } from './policies.fr.ts';
import { raidEn } from './raid.en.ts';
import { raidFr } from './raid.fr.ts';
import { teamEn } from './team.en.ts';
import { teamFr } from './team.fr.ts';
import { workEn } from './work.en.ts';
import { workFr } from './work.fr.ts';

/** The console's words with those it shares with the members' client. */
export const dictionary = new Dictionary({
  fr: { ...fr, deciding: decidingFr, evidence: evidenceFr, figures: figuresFr, flaggers: flaggersFr, further: furtherFr, ledger: ledgerFr, misuse: misuseFr, people: peopleFr, pictures: picturesFr, policies: policiesFr, raid: raidFr, rooms: roomsFr, roster: dutyFr, team: teamFr, work: workFr, common: commonFr },
  en: { ...en, deciding: decidingEn, evidence: evidenceEn, figures: figuresEn, flaggers: flaggersEn, further: furtherEn, ledger: ledgerEn, misuse: misuseEn, people: peopleEn, pictures: picturesEn, policies: policiesEn, raid: raidEn, rooms: roomsEn, roster: dutyEn, team: teamEn, work: workEn, common: commonEn },
});

/* The staff's nouns, read off the calls that carry them. */

import type { Answer, Body } from '@veillee/shared/api';

export type StaffSession = Answer<'/api/v1/staff/session', 'get'>;
export type StaffMember = StaffSession['staff'];
export type Duty = StaffSession['duty'];

export type CasePage = Answer<'/api/v1/staff/cases', 'get'>;
export type CaseRow = CasePage['cases'][number];
export type CaseSource = CaseRow['source'];

export type Case = Answer<'/api/v1/staff/cases/{case_id}', 'get'>;
export type CaseWords = NonNullable<Case['words']>;
export type CaseLine = CaseWords['lines'][number];
export type CaseVerdict = NonNullable<Case['verdict']>;
export type VerdictReason = CaseVerdict['reasons'][number];
export type CaseReport = Case['reports'][number];
export type CasePerson = NonNullable<Case['person']>;
export type PastDecision = CasePerson['past_decisions'][number];
export type CaseRoom = NonNullable<Case['room']>;
export type CaseComplaint = NonNullable<Case['complaint']>;
export type CaseEvent = Case['events'][number];
export type DecisionOffer = Case['decisions'][number];
export type Minutes = NonNullable<DecisionOffer['minutes']>;

export type DecisionRequest = Body<'/api/v1/staff/cases/{case_id}/decisions', 'post'>;
export type DecisionTaken = Answer<'/api/v1/staff/cases/{case_id}/decisions', 'post'>;

export type NewCredential = Body<'/api/v1/staff/passkeys', 'post'>['credential'];
export type Assertion = Body<'/api/v1/staff/sessions', 'post'>['credential'];

export type Article = Answer<'/api/v1/rules', 'get'>['articles'][number];

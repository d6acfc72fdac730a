/* The staff's nouns, read off the calls that carry them. */

import type { Answer, Body } from '@veillee/shared/api';

export type StaffSession = Answer<'/api/v1/staff/session', 'get'>;
export type StaffMember = StaffSession['staff'];
export type Duty = StaffSession['duty'];

export type Roster = Answer<'/api/v1/staff/duty/roster', 'get'>;
export type Turn = Roster['turns'][number];
export type Shift = Roster['shifts'][number];
export type Gaps = Answer<'/api/v1/staff/duty/gaps', 'get'>;
export type Gap = Gaps['gaps'][number];
export type HandoverNote = Answer<'/api/v1/staff/duty/notes', 'get'>[number];
export type Answers = Answer<'/api/v1/staff/duty/answers', 'get'>;
export type AnswerTimes = Answers['urgent'];
export type ShiftRequest = Body<'/api/v1/staff/duty/shifts', 'post'>;

export type Figures = Answer<'/api/v1/staff/figures', 'get'>;
export type FigureGroup = Figures['figures'][number]['group'];

export type Team = Answer<'/api/v1/staff/team', 'get'>;
export type TeamMember = Team['members'][number];
export type StaffChange = Team['waiting'][number];
export type StaffRole = StaffMember['role'];
export type MailState = Answer<'/api/v1/staff/mail', 'get'>;
export type Alarm = NonNullable<Answer<'/api/v1/staff/alarm', 'get'>>;

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
export type CaseOpinion = NonNullable<Case['opinion']>;
export type CaseEvent = Case['events'][number];
export type DecisionOffer = Case['decisions'][number];
export type Minutes = NonNullable<DecisionOffer['minutes']>;

export type CaseLink = NonNullable<Case['links']>[number];
export type Macro = Answer<'/api/v1/staff/macros', 'get'>[number];

export type Evidence = Answer<'/api/v1/staff/cases/{case_id}/evidence', 'get'>;
export type CustodyEntry = Evidence['custody'][number];

export type Sender = Answer<'/api/v1/staff/submissions/{submission_id}/sender', 'get'>;
export type MisuseFactors = Sender['factors'];
export type ContentFactors = NonNullable<PastDecision['factors']>;
export type MisuseRequest = Body<'/api/v1/staff/submissions/{submission_id}/misuse', 'post'>;

export type FurtherPage = Answer<'/api/v1/staff/further', 'get'>;
export type FurtherReading = FurtherPage['open'][number];
export type FurtherRequest = Body<'/api/v1/staff/cases/{case_id}/further', 'post'>;

export type DecisionRequest = Body<'/api/v1/staff/cases/{case_id}/decisions', 'post'>;
export type Proposal = NonNullable<Case['proposal']>;
export type ProposalSettled = Answer<'/api/v1/staff/cases/{case_id}/approvals', 'post'>;
export type LegalGround = Answer<'/api/v1/staff/legal-grounds', 'get'>[number];
export type DecisionTaken = Answer<'/api/v1/staff/cases/{case_id}/decisions', 'post'>;

export type FoundPerson = Answer<'/api/v1/staff/people', 'get'>[number];
export type PersonPage = Answer<'/api/v1/staff/people/{person_id}', 'get'>;
export type PersonRestriction = PersonPage['restrictions'][number];

export type Policies = Answer<'/api/v1/staff/policies', 'get'>;
export type PolicyRule = Policies['rules'][number];
export type TrialResult = Answer<'/api/v1/staff/policies/trials', 'post'>;

export type FlaggerPage = Answer<'/api/v1/staff/flaggers', 'get'>;
export type Flagger = FlaggerPage['flaggers'][number];
export type FlaggedNotice = Answer<'/api/v1/staff/notices', 'get'>[number];
export type NoticeReason = Body<'/api/v1/staff/notices', 'post'>['reason'];
export type NoticeItem = Body<'/api/v1/staff/notices', 'post'>['items'][number];

export type StaffRoom = Answer<'/api/v1/staff/rooms', 'get'>[number];
export type RaidSelection = Body<'/api/v1/staff/raids/previews', 'post'>;
export type RaidPreview = Answer<'/api/v1/staff/raids/previews', 'post'>;
export type Raid = Answer<'/api/v1/staff/raids/{raid_id}', 'get'>;
export type RaidRow = Raid['row'];

export type NewCredential = Body<'/api/v1/staff/passkeys', 'post'>['credential'];
export type Assertion = Body<'/api/v1/staff/sessions', 'post'>['credential'];

export type Article = Answer<'/api/v1/rules', 'get'>['articles'][number];

/* The server's nouns, read off the calls that answer them. */

import type { Answer, Body } from './call.ts';

export type Site = Answer<'/api/v1/site', 'get'>;
export type Watch = Site['watch'];
export type Area = keyof Watch['areas'];
export type Why = NonNullable<Watch['areas'][Area]['why']>;
export type HouseRules = Answer<'/api/v1/rules', 'get'>;
export type Article = HouseRules['articles'][number];
export type HelpLine = Answer<'/api/v1/help', 'get'>[number];

export type EntryRequest = Body<'/api/v1/entries', 'post'>;
export type Entry = Answer<'/api/v1/entries', 'post'>;
export type Session = Answer<'/api/v1/session', 'get'>;
export type Restriction = NonNullable<Session['restriction']>;
export type Person = Session['person'];

export type Reach = Answer<'/api/v1/reach', 'get'>;
export type Room = Answer<'/api/v1/rooms', 'get'>[number];
export type ConversationCard = Answer<'/api/v1/conversations', 'get'>[number];
export type Message = Answer<'/api/v1/conversations/{conversation}/messages', 'get'>[number];
export type Author = Message['author'];
export type Picture = NonNullable<Message['pictures']>[number];

export type ScreeningConsent = Answer<'/api/v1/screening', 'get'>;
export type PrivateRequests = Answer<'/api/v1/private-requests', 'get'>;
export type PrivateRequest = PrivateRequests['incoming'][number];

export type ReportRequest = Body<'/api/v1/reports', 'post'>;
export type ReportSubject = ReportRequest['subject'];
export type ReportReason = ReportRequest['reason'];
export type ReportFiled = Answer<'/api/v1/reports', 'post'>;
export type Report = Answer<'/api/v1/reports', 'get'>[number];
export type NoticeRequest = Body<'/api/v1/notices', 'post'>;
export type NoticeReason = NoticeRequest['reason'];
export type NoticeFiled = Answer<'/api/v1/notices', 'post'>;
export type LeafProof = Answer<'/api/v1/reports/{report_id}/receipt', 'get'>;
export type Figures = Answer<'/api/v1/figures', 'get'>;
export type LedgerHead = Answer<'/api/v1/ledger', 'get'>;
export type LedgerLeaf = Answer<'/api/v1/ledger/leaves', 'get'>['leaves'][number];
export type Statement = Answer<'/api/v1/statements', 'get'>[number];

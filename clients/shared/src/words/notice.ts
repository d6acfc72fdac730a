import { Dictionary } from './language.svelte.ts';
import { noticeEn } from './notice.en.ts';
import { noticeFr, type NoticeWords } from './notice.fr.ts';

export type { NoticeWords } from './notice.fr.ts';

/** Both languages come with the page that speaks them: few see it, and whoever does should not wait twice. */
export const noticeWords = new Dictionary<NoticeWords>({ fr: noticeFr, en: noticeEn });

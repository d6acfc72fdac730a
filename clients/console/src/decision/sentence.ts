import { language } from '@veillee/shared/words';
import { dateTime } from '../lib/clock.svelte.ts';
import { rules } from '../lib/rules.svelte.ts';
import type { Case } from '../lib/wire.ts';
import type { Words } from '../words/fr.ts';

/** A sober first sentence made of what is known: when, where, which article. Empty until an article is chosen. */
export function startSentence(words: Words['decision'], found: Case, articleId: string): string {
  const article = rules.find(articleId);
  if (article === undefined) return '';
  const title = language.pick(article.title);
  const line = found.words?.lines.find(({ subject }) => subject);
  if (found.words === null || line === undefined) return words.starterPerson(title);
  const place = found.words.private || found.words.name === null ? words.starterPrivate : words.starterIn(found.words.name);
  return words.starter(dateTime(line.sent_at), place, title);
}

import type { CaseEvent } from '../lib/wire.ts';
import type { dictionary } from '../words/index.ts';

/** What an event notes, in words: a source, a reason, a label or a decision. Free text stays as it is. */
export function nameNote(words: (typeof dictionary)['now'], { note }: CaseEvent): string {
  if (note === null) return '';
  const known: Record<string, string> = { ...words.source, ...words.label, ...words.common.decisions, ...words.deciding.outcome, ...words.further.ended };
  return known[note] ?? note;
}

/** One event in a line. */
export function tellEvent(words: (typeof dictionary)['now'], event: CaseEvent): string {
  const kind = words.case.event[event.kind];
  return event.note === null ? kind : words.case.noted(kind, nameNote(words, event));
}

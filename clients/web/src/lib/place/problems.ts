import { Problem, type Why } from '@veillee/shared/api';
import { language, type Bilingual } from '@veillee/shared/words';
import { words } from '@veillee/shared/words/members';

const instant_s = 60;

/** What to tell the person about something that went wrong: what the server says in both languages, else our words for
 * the slug, else a general sentence. */
export function explain(problem: unknown): string {
  if (!(problem instanceof Problem)) return explainSlug('unknown');
  const told = problem.members['said'] as Bilingual | undefined;
  if (told !== undefined) return language.pick(told);
  const wait_s = Number(problem.members['retry_after_seconds'] ?? 0);
  const why = problem.slug === 'resting' ? (problem.members['why'] as Why | undefined) : undefined;
  if (why !== undefined) return words.now.resting[why];
  return wait_s > instant_s ? wait(wait_s) : explainSlug(problem.slug);
}

/** How long to wait, in the unit that one would say. */
function wait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? words.now.pace.minutes(minutes) : words.now.pace.hours(Math.ceil(minutes / 60));
}

export function explainSlug(slug: string): string {
  const said: Record<string, string> = words.now.problems;
  return said[slug] ?? words.now.problems.unknown;
}

/** Words for what is wrong with each field; a reason that we have no words for gets the general sentence. */
export function explainFields<F extends string>(
  problem: unknown,
  reasons: Partial<Record<F, Record<string, string>>>,
): Partial<Record<F, string>> {
  if (!(problem instanceof Problem)) return {};
  const said = Object.entries(problem.errors).map(([field, reason]) => [
    field,
    reasons[field as F]?.[reason] ?? words.now.problems.invalid,
  ]);
  return Object.fromEntries(said);
}

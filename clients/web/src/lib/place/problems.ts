import { Problem } from '@veillee/shared/api';
import { words } from '@veillee/shared/words/members';

/** What to tell the person about something that went wrong: our words for the slug, else a general sentence. */
export function explain(problem: unknown): string {
  const slug = problem instanceof Problem ? problem.slug : 'unknown';
  return explainSlug(slug);
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

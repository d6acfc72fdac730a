import type { Problem } from '@veillee/shared/api';
import type { dictionary } from '../words/index.ts';

/** What went wrong, in words. */
export function nameProblem(words: (typeof dictionary)['now'], problem: Problem): string {
  const [field] = Object.values(problem.errors ?? {});
  return words.further.problem[field ?? problem.slug] ?? words.further.problem[problem.slug] ?? words.problem.other;
}

import type { CaseLine } from './wire.ts';

const LINES_BEFORE = 3;
const LINES_AFTER = 2;

/** What is read first: the line that the case is about with a few around it, and how many more there are on both sides. */
export interface Near {
  before: number;
  lines: CaseLine[];
  after: number;
}

export function nearSubject(lines: CaseLine[]): Near {
  const at = lines.findIndex((line) => line.subject);
  if (at < 0) return { before: 0, lines, after: 0 };
  const from = Math.max(0, at - LINES_BEFORE);
  const to = Math.min(lines.length, at + LINES_AFTER + 1);
  return { before: from, lines: lines.slice(from, to), after: lines.length - to };
}

/** A stretch of text and the rules that matched it; none for ordinary words. */
export interface Stretch {
  text: string;
  rules: string[];
}

export interface Match {
  rule: string;
  span: readonly [number, number];
}

/** Cut a text at the edges of its matches. Spans count code points, not UTF-16 units, and may overlap. */
export function cutAtMatches(text: string, matches: readonly Match[]): Stretch[] {
  const points = Array.from(text);
  const found = matches
    .map(({ rule, span: [from, to] }) => ({ rule, from: Math.max(0, from), to: Math.min(points.length, to) }))
    .filter(({ from, to }) => from < to);
  const edges = new Set([0, points.length]);
  for (const { from, to } of found) edges.add(from).add(to);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(1).map((to, index) => {
    const from = cuts[index] ?? 0;
    const rules = found.filter((match) => match.from <= from && match.to >= to).map(({ rule }) => rule);
    return { text: points.slice(from, to).join(''), rules: [...new Set(rules)] };
  });
}

/** The words of one match. */
export function excerpt(text: string, [from, to]: readonly [number, number]): string {
  return Array.from(text).slice(from, to).join('');
}

export function countPoints(text: string): number {
  return Array.from(text).length;
}

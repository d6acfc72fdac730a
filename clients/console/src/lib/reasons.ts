import type { VerdictReason } from './wire.ts';

export interface Finding {
  label: string;
  article: string;
  span: [number, number];
  rules: string[];
}

/** Reasons that say the same of the same words, once, with every rule that says it. */
export function joinReasons(reasons: readonly VerdictReason[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const { rule, label, article, span } of reasons) {
    const key = [label, article, ...span].join(' ');
    const known = found.get(key);
    if (known) known.rules.push(rule);
    else found.set(key, { label, article, span, rules: [rule] });
  }
  return [...found.values()];
}

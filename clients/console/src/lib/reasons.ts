import type { VerdictReason } from './wire.ts';

type Evidence = NonNullable<VerdictReason['evidence']>[number];
type Turn = NonNullable<VerdictReason['turns']>[number];

export interface Finding {
  label: string;
  article: string;
  span: [number, number];
  texts: VerdictReason['text'][];
  rules: string[];
  /** What the rules rested on beside the words, and what alone would have kept one of them silent; each once. */
  evidence: Evidence[];
  turns: Turn[];
}

/** Reasons that say the same of the same words, once, with every rule that says it. */
export function joinReasons(reasons: readonly VerdictReason[]): Finding[] {
  const found = new Map<string, Finding>();
  for (const { rule, label, article, span, text, evidence = [], turns = [] } of reasons) {
    const key = [label, article, ...span].join(' ');
    const known = found.get(key) ?? { label, article, span, texts: [], rules: [], evidence: [], turns: [] };
    known.rules.push(rule);
    if (!known.texts.some((one) => JSON.stringify(one) === JSON.stringify(text))) known.texts.push(text);
    known.evidence.push(...evidence.filter((one) => known.evidence.every((other) => other.name !== one.name)));
    known.turns.push(...turns.filter((one) => known.turns.every((other) => other.name !== one.name)));
    found.set(key, known);
  }
  return [...found.values()];
}

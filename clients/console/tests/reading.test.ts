import { expect, test } from 'vitest';
import { joinReasons } from '../src/lib/reasons.ts';
import { nearSubject } from '../src/lib/window.ts';
import type { CaseLine, VerdictReason } from '../src/lib/wire.ts';

function makeLines(count: number, subject: number): CaseLine[] {
  const known = { author: 'a', pseudonym: 'Anna', text: '…', sent_at: '2026-11-24T20:00:00Z', hidden: false, pictures: [] };
  return Array.from({ length: count }, (_, index) => ({ ...known, seq: index, subject: index === subject }));
}

test('three lines before and two after are read first', () => {
  const near = nearSubject(makeLines(16, 10));
  expect([near.before, near.lines.map(({ seq }) => seq), near.after]).toEqual([7, [7, 8, 9, 10, 11, 12], 3]);
});

test('a short window is there at once, and so is one without a subject', () => {
  expect(nearSubject(makeLines(3, 2))).toMatchObject({ before: 0, after: 0 });
  expect(nearSubject(makeLines(9, -1)).lines).toHaveLength(9);
});

test('two rules about the same words are one finding', () => {
  const reason: VerdictReason = { rule: 'one', label: 'ambush', article: 'safe_meetings', span: [0, 4], text: { fr: 'Un lieu sûr.', en: 'A safe place.' } };
  const elsewhere: VerdictReason = { ...reason, rule: 'three', span: [6, 9] };
  const otherwise: VerdictReason = { ...reason, rule: 'four', text: { fr: 'Autrement dit.', en: 'In other words.' } };
  const found = joinReasons([reason, { ...reason, rule: 'two' }, elsewhere, otherwise]);
  expect(found.map(({ rules }) => rules)).toEqual([['one', 'two', 'four'], ['three']]);
  expect(found[0]?.texts).toEqual([reason.text, otherwise.text]);
});

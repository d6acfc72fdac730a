import { beforeEach, expect, test } from 'vitest';
import { draft } from '../src/lib/draft.svelte.ts';
import type { Case, DecisionOffer } from '../src/lib/wire.ts';

const words = { fr: '…', en: '…' };
const flags = { author: false, authority: false, second: false };
const hide: DecisionOffer = { kind: 'hide', minutes: null, article: true, ...flags, title: words, effect: words, notice: words };
const mute: DecisionOffer = { ...hide, kind: 'mute', minutes: { least: 10, most: 100, usual: 60 } };
const nothing: DecisionOffer = { ...hide, kind: 'no_violation', article: false };

function makeCase(id: string, change: Partial<Case> = {}): Case {
  const subject = { kind: 'message', id: null, conversation: 'c', seq: 1 } as const;
  const empty = { evidence: null, opinion: null, words: null, passages: [], verdict: null, reports: [], person: null, room: null, complaint: null, events: [], proposal: null, priority: { reach: 0, reports: 0, standing: 0 } };
  const known = { state: 'open', source: 'report', subject, label: 'hate', urgent: false, version: 1 } as const;
  return { id, ...known, ...empty, opened_at: '2026-11-24T20:00:00Z', decisions: [nothing, hide, mute], ...change };
}

beforeEach(() => draft.belongTo(crypto.randomUUID()));
beforeEach(() => draft.follow(makeCase(crypto.randomUUID())));

test('a decision that somebody will read needs facts and an article', () => {
  draft.choose(hide, makeCase('a'), 'note');
  expect(draft.review()).toBe(false);
  draft.facts = 'Le 24 novembre…';
  expect(draft.review()).toBe(false);
  draft.article = 'respect';
  expect(draft.review()).toBe(true);
  expect(draft.step).toBe('review');
});

test('nothing wrong needs no more than the usual note, which no person is ever sent', () => {
  const found = makeCase('a');
  draft.choose(nothing, found, 'note');
  expect([draft.facts, draft.reader]).toEqual(['note', 'team']);
  draft.choose(mute, found, 'note');
  expect([draft.facts, draft.reader, draft.minutes]).toEqual(['', 'person', 60]);
});

test('what is written survives a new reading of its case, and waits while another is open', () => {
  draft.follow(makeCase('a'));
  draft.choose(hide, makeCase('a'), 'note');
  draft.facts = 'Des faits';
  draft.follow(makeCase('a', { version: 2 }));
  expect(draft.facts).toBe('Des faits');
  draft.follow(makeCase('b'));
  expect([draft.facts, draft.step]).toEqual(['', 'choose']);
  draft.follow(makeCase('a'));
  expect([draft.facts, draft.step]).toEqual(['Des faits', 'choose']);
});

test('a case decided by somebody else says so', () => {
  draft.follow(makeCase('c'));
  draft.choose(hide, makeCase('c'), 'note');
  draft.follow(makeCase('c', { state: 'decided', decisions: [] }));
  expect([draft.overtaken, draft.step]).toEqual([true, 'choose']);
});

test('text longer than 2,000 code points is not sent', () => {
  draft.choose(nothing, makeCase('a'), 'note');
  draft.facts = '😀'.repeat(2_001);
  expect([draft.left, draft.review()]).toEqual([-1, false]);
});

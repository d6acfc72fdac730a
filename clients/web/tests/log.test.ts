import type { Message } from '@veillee/shared/api';
import { describe, expect, it } from 'vitest';
import { leavesHole, merge } from '../src/lib/conversations/merge.ts';
import { rowsOf } from '../src/lib/conversations/rows.ts';

function message(seq: number, author = 'odile', sent_at = '2026-11-24T20:00:00Z', more: Partial<Message> = {}): Message {
  const person = { id: author, pseudonym: author, sample: false };
  return { conversation: 'c', seq, id: `m${seq}`, author: person, text: 'Bonsoir', sent_at, reply_to: null, hidden: false, ...more };
}

const seqs = (messages: Message[]) => messages.map((one) => one.seq);

describe('merge', () => {
  it('appends what comes after', () => {
    expect(seqs(merge([message(1)], [message(2), message(3)]))).toEqual([1, 2, 3]);
  });

  it('keeps each seq once, in order, wherever a page lies', () => {
    expect(seqs(merge([message(3), message(4)], [message(1), message(3)]))).toEqual([1, 3, 4]);
  });

  it('believes the newcomer, who may have been hidden since', () => {
    const [one] = merge([message(1)], [message(1, 'odile', undefined, { hidden: true, text: '' })]);
    expect(one?.hidden).toBe(true);
  });
});

describe('leavesHole', () => {
  it('sees a missing message, and none in an empty log or a repeated one', () => {
    expect(leavesHole([message(1)], 3)).toBe(true);
    expect(leavesHole([message(1)], 2)).toBe(false);
    expect(leavesHole([message(2)], 2)).toBe(false);
    expect(leavesHole([], 7)).toBe(false);
  });
});

describe('rowsOf', () => {
  const opens = (messages: Message[]) => rowsOf(messages).flatMap((row) => (row.kind === 'message' ? [row.opens] : []));

  it('gives each day a line', () => {
    const rows = rowsOf([message(1, 'odile', '2026-11-22T12:00:00Z'), message(2, 'odile', '2026-11-24T12:00:00Z')]);
    expect(rows.map((row) => row.kind)).toEqual(['day', 'message', 'day', 'message']);
  });

  it('keeps together what one person says in one go', () => {
    expect(opens([message(1), message(2), message(3, 'karim'), message(4, 'karim')])).toEqual([true, false, true, false]);
  });

  it('begins anew after a pause and with a reply', () => {
    const later = '2026-11-24T20:06:00Z';
    expect(opens([message(1), message(2, 'odile', later), message(3, 'odile', later, { reply_to: 1 })])).toEqual([true, true, true]);
  });

  const mine = (ref: string, after: number, leaving = false) => ({ ref, after, leaving });
  const kinds = (messages: Message[], ours: ReturnType<typeof mine>[]) =>
    rowsOf(messages, ours).flatMap((row) => (row.kind === 'day' ? [] : [row.key]));

  it('leaves what was held where it was written, and what is on its way at the end', () => {
    expect(kinds([message(1), message(2), message(3)], [mine('leaving', 1, true), mine('held', 2)])).toEqual([1, 2, 'held', 3, 'leaving']);
    expect(kinds([message(1)], [mine('a', 1), mine('b', 1)])).toEqual([1, 'a', 'b']);
    expect(kinds([], [mine('a', 0)])).toEqual(['a']);
  });

  const folded = (messages: Message[], ours: ReturnType<typeof mine>[] = []) =>
    rowsOf(messages, ours, (one) => one.author.id === 'bruno').flatMap((row) => (row.kind === 'folded' ? [seqs(row.messages)] : []));

  it('folds into one row what blocked people say in one go', () => {
    const talk = [message(1, 'bruno'), message(2, 'bruno'), message(3), message(4, 'bruno'), message(5)];
    expect(folded(talk)).toEqual([[1, 2], [4]]);
    expect(folded(talk, [mine('held', 1)])).toEqual([[1], [2], [4]]);
    expect(folded([message(1, 'bruno'), message(2, 'bruno', '2026-11-26T12:00:00Z')])).toEqual([[1], [2]]);
  });

  it('names whoever speaks after a fold, and keeps one line for a day', () => {
    const rows = rowsOf([message(1), message(2, 'bruno'), message(3)], [], (one) => one.author.id === 'bruno');
    expect(rows.map((row) => (row.kind === 'message' ? row.opens : row.kind))).toEqual(['day', true, 'folded', true]);
  });

  it('names whoever goes on below what was held', () => {
    const rows = rowsOf([message(1), message(2)], [mine('held', 1)]);
    expect(rows.flatMap((row) => (row.kind === 'message' ? [row.opens] : []))).toEqual([true, true]);
  });
});

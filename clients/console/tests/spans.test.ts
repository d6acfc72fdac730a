import { expect, test } from 'vitest';
import { countPoints, cutAtMatches, excerpt } from '../src/lib/spans.ts';

test('a span counts code points, so that an emoji before it moves nothing', () => {
  const text = '😀 Viens seul ce soir';
  expect(excerpt(text, [2, 12])).toBe('Viens seul');
  expect(cutAtMatches(text, [{ rule: 'a', span: [2, 12] }])).toEqual([
    { text: '😀 ', rules: [] },
    { text: 'Viens seul', rules: ['a'] },
    { text: ' ce soir', rules: [] },
  ]);
});

test('overlapping matches are cut where they overlap, and nothing is lost or doubled', () => {
  const cut = cutAtMatches('abcdef', [
    { rule: 'x', span: [0, 4] },
    { rule: 'y', span: [2, 6] },
  ]);
  expect(cut).toEqual([
    { text: 'ab', rules: ['x'] },
    { text: 'cd', rules: ['x', 'y'] },
    { text: 'ef', rules: ['y'] },
  ]);
});

test('a span outside the text, or empty, marks nothing beyond it', () => {
  expect(cutAtMatches('abc', [{ rule: 'x', span: [2, 9] }]).map(({ text }) => text)).toEqual(['ab', 'c']);
  expect(cutAtMatches('abc', [{ rule: 'x', span: [1, 1] }])).toEqual([{ text: 'abc', rules: [] }]);
  expect(cutAtMatches('', [{ rule: 'x', span: [0, 0] }])).toEqual([]);
});

test('length is told in code points', () => {
  expect(countPoints('é😀')).toBe(2);
});

import { expect, test } from 'vitest';
import { byName, canOpenByName, isAddress } from '../src/door/names.ts';
import { toBytes, toText } from '../src/lib/passkeys.ts';

test('an address is told from a name', () => {
  expect(['127.0.0.1', '[::1]', '192.0.2.7'].every(isAddress)).toBe(true);
  expect(['localhost', 'veillee.example', '127.example'].some(isAddress)).toBe(false);
});

test('only this computer has the name localhost', () => {
  expect(canOpenByName('127.0.0.1')).toBe(true);
  expect(canOpenByName('192.0.2.7')).toBe(false);
});

test('the invitation goes along to the name', () => {
  const here = new URL('http://127.0.0.1:8000/console/#/enrol/abc') as unknown as Location;
  expect(byName(here)).toBe('http://localhost:8000/console/#/enrol/abc');
});

test('base64url goes there and back, padded or not', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  const text = toText(bytes.buffer);
  expect(text).not.toMatch(/[+/=]/);
  expect(toBytes(text)).toEqual(bytes);
  expect(toBytes('-_8=')).toEqual(Uint8Array.of(251, 255));
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from '../src/lib/session/session.svelte.ts';

const person = { id: 'anna', pseudonym: 'Anna' };
const begun = new Date('2026-11-24T20:00:00Z');
let answer: object | null = null;

function mutedUntil(until: string): { kind: 'mute'; until: string; statement: string } {
  return { kind: 'mute', until, statement: 's' };
}

beforeEach(() => {
  vi.useFakeTimers({ now: begun });
  vi.stubGlobal('fetch', async () => {
    if (!answer) throw new TypeError('no network');
    return new Response(JSON.stringify({ person, restriction: null, ...answer }));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a restriction', () => {
  it('ends by itself when its time is over, and not before', async () => {
    const session = new Session();
    session.restriction = mutedUntil('2026-11-24T20:10:00Z');
    answer = {};
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(session.muted).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(session.muted).toBe(false);
  });

  it('is asked for again while the place says that it goes on, or says nothing', async () => {
    const session = new Session();
    session.restriction = mutedUntil('2026-11-24T20:00:01Z');
    answer = { restriction: mutedUntil('2026-11-24T20:00:01Z') };
    await vi.advanceTimersByTimeAsync(2_000);
    answer = null;
    await vi.advanceTimersByTimeAsync(15_000);
    expect(session.muted).toBe(true);
    answer = {};
    await vi.advanceTimersByTimeAsync(15_000);
    expect(session.muted).toBe(false);
  });

  it('may last for longer than a timer can wait', async () => {
    const session = new Session();
    session.restriction = mutedUntil('2027-11-24T20:00:00Z');
    let asked = 0;
    vi.stubGlobal('fetch', async () => {
      asked += 1;
      return new Response(JSON.stringify({ person, restriction: session.restriction }));
    });
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(asked).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff, whenAsked } from '../src/realtime/backoff.ts';
import { Realtime, type Link } from '../src/realtime/realtime.ts';
import type { ServerFrame } from '../src/realtime/frames.ts';

class Line {
  static all: Line[] = [];
  sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor(
    readonly address: string,
    readonly protocol: string,
  ) {
    Line.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.onclose?.();
  }

  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const line = () => Line.all.at(-1)!;
const welcome = { type: 'welcome', conversations: [] };
let seen: ServerFrame[] = [];
let links: Link[] = [];
let resume: Record<string, number> = {};

function begin(): Realtime {
  const realtime = new Realtime({
    address: 'ws://place/api/v1/realtime',
    resume: () => resume,
    receive: (frame) => seen.push(frame),
    change: (link) => links.push(link),
  });
  realtime.start();
  line().onopen?.();
  line().says(welcome);
  return realtime;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Line);
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('removeEventListener', () => {});
  vi.stubGlobal('document', { addEventListener() {}, removeEventListener() {}, visibilityState: 'visible' });
  [Line.all, seen, links, resume] = [[], [], [], {}];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the one connection', () => {
  it('says hello without a token and is online once it is welcome', () => {
    begin();
    expect(line().protocol).toBe('veillee.v1');
    expect(line().sent).toEqual([{ type: 'hello', resume: {} }]);
    expect(links).toEqual(['connecting', 'online']);
  });

  it('comes back by itself and asks for what it missed', () => {
    begin();
    resume = { room: 41 };
    line().close();
    vi.advanceTimersByTime(15_000);
    line().onopen?.();
    expect(Line.all).toHaveLength(2);
    expect(line().sent).toEqual([{ type: 'hello', resume: { room: 41 } }]);
  });

  it('waits as long as the server asks when it says goodbye', () => {
    begin();
    line().says({ type: 'goodbye', reason: 'restart', retry_after_ms: 4_000 });
    line().close();
    vi.advanceTimersByTime(3_900);
    expect(Line.all).toHaveLength(1);
    vi.advanceTimersByTime(1_200);
    expect(Line.all).toHaveLength(2);
  });

  it('takes silence after a send for a dead line', () => {
    const realtime = begin();
    realtime.send({ type: 'join', ref: 'a', room: 'comptoir' });
    vi.advanceTimersByTime(10_000);
    expect(links.at(-1)).toBe('waiting');
  });

  it('is content with any answer to the ref', () => {
    const realtime = begin();
    realtime.send({ type: 'join', ref: 'a', room: 'comptoir' });
    line().says({ type: 'error', ref: 'a', code: 'not-found', detail: '' });
    vi.advanceTimersByTime(60_000);
    expect(links.at(-1)).toBe('online');
  });

  it('does not insist when the session opens nothing', () => {
    begin();
    line().close();
    vi.advanceTimersByTime(15_000);
    line().says({ type: 'error', ref: null, code: 'restricted', detail: '' });
    vi.advanceTimersByTime(60_000);
    expect(links.at(-1)).toBe('refused');
    expect(Line.all).toHaveLength(2);
  });

  it('passes over what is no frame, and sends nothing while it is away', () => {
    const realtime = begin();
    line().onmessage?.({ data: 'not json' });
    line().onmessage?.({ data: new ArrayBuffer(2) });
    line().close();
    expect(seen).toEqual([welcome]);
    expect(realtime.send({ type: 'typing', conversation: 'c' })).toBe(false);
  });

  it('stops for good when told to', () => {
    const realtime = begin();
    realtime.stop();
    vi.advanceTimersByTime(60_000);
    expect(Line.all).toHaveLength(1);
    expect(links.at(-1)).toBe('idle');
  });
});

describe('waiting before the next attempt', () => {
  it('grows, spreads, and has an end', () => {
    expect(backoff(0, () => 1)).toBe(400);
    expect(backoff(3, () => 0.5)).toBe(1_600);
    expect(backoff(30, () => 1)).toBe(15_000);
    expect(backoff(30, () => 0)).toBe(200);
  });

  it('is never shorter than the server asked', () => {
    expect(whenAsked(1_200, () => 0)).toBe(1_200);
    expect(whenAsked(1_200, () => 1)).toBe(1_500);
  });
});

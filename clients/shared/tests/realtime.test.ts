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
let happen: Record<string, () => void> = {};
const hear = (name: string, listener: () => void) => (happen[name] = listener);
const deaf = (name: string) => delete happen[name];

function begin(): Realtime {
  const realtime = new Realtime({
    address: 'ws://place/api/v1/realtime',
    resume: () => resume,
    receive: (frame) => seen.push(frame),
    change: (link) => links.push(link),
  });
  realtime.start();
  greet();
  return realtime;
}

function greet(): void {
  line().onopen?.();
  line().says(welcome);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  vi.stubGlobal('WebSocket', Line);
  vi.stubGlobal('addEventListener', hear);
  vi.stubGlobal('removeEventListener', deaf);
  vi.stubGlobal('document', { addEventListener: hear, removeEventListener: deaf, visibilityState: 'visible' });
  [Line.all, seen, links, resume, happen] = [[], [], [], {}, {}];
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
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
    vi.advanceTimersByTime(20_000);
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

describe('a line that is cut without a word', () => {
  const echo = { type: 'echo', ref: 'echo' };
  const echoes = () => line().sent.filter((frame) => frame.type === 'echo').length;

  it('is asked once it was quiet for long, and stays when it answers', () => {
    begin();
    vi.advanceTimersByTime(29_000);
    expect(echoes()).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(line().sent.at(-1)).toEqual(echo);
    line().says(echo);
    vi.advanceTimersByTime(29_000);
    expect([echoes(), links.at(-1)]).toEqual([1, 'online']);
    vi.advanceTimersByTime(1_000);
    expect(echoes()).toBe(2);
  });

  it('is given up when it does not answer, and what was missed is asked for over the next one', () => {
    begin();
    resume = { room: 41 };
    vi.advanceTimersByTime(30_000 + 10_000);
    expect(links.at(-1)).toBe('waiting');
    vi.advanceTimersByTime(400);
    greet();
    expect(line().sent).toEqual([{ type: 'hello', resume: { room: 41 } }]);
    expect(links.at(-1)).toBe('online');
  });

  it('is not asked while others talk on it', () => {
    begin();
    for (let said = 0; said < 10; said++) {
      vi.advanceTimersByTime(20_000);
      line().says({ type: 'typing', conversation: 'c', person: 'p' });
    }
    expect(echoes()).toBe(0);
  });

  it('has little time when somebody comes back to the page after a silence, and none is lost without one', () => {
    begin();
    vi.advanceTimersByTime(10_000);
    happen.visibilitychange?.();
    expect(echoes()).toBe(0);
    vi.setSystemTime(Date.now() + 3_600_000);
    happen.visibilitychange?.();
    expect(echoes()).toBe(1);
    vi.advanceTimersByTime(4_000);
    expect(links.at(-1)).toBe('waiting');
  });

  it('is asked at once when there is a network again', () => {
    begin();
    happen.online?.();
    expect(echoes()).toBe(1);
    vi.advanceTimersByTime(4_000);
    expect(links.at(-1)).toBe('waiting');
  });

  it('is given up when it never says welcome', () => {
    begin();
    line().close();
    vi.advanceTimersByTime(400);
    line().onopen?.();
    vi.advanceTimersByTime(19_000);
    expect(links.at(-1)).toBe('connecting');
    vi.advanceTimersByTime(1_000);
    expect(links.at(-1)).toBe('waiting');
  });

  it('is dialled anew when the network comes while dialling', () => {
    begin();
    line().close();
    vi.advanceTimersByTime(400);
    const before = Line.all.length;
    happen.online?.();
    expect(Line.all).toHaveLength(before + 1);
    greet();
    vi.advanceTimersByTime(20_000);
    expect([links.at(-1), Line.all.length]).toEqual(['online', before + 1]);
  });

  it('says nothing more once it was given up', () => {
    begin();
    const dead = line();
    dead.close = () => {};
    vi.advanceTimersByTime(40_400);
    greet();
    seen = [];
    dead.says({ type: 'typing', conversation: 'c', person: 'p' });
    dead.onclose?.();
    expect([seen, links.at(-1)]).toEqual([[], 'online']);
  });

  it('is asked nothing after the end', () => {
    begin().stop();
    vi.advanceTimersByTime(120_000);
    expect([echoes(), happen]).toEqual([0, {}]);
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

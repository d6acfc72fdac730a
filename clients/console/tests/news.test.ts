import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** What a browser makes of a stream: it comes back by itself unless it was refused. */
class Source {
  static readonly CLOSED = 2;
  static opened: Source[] = [];
  readyState = 0;
  onopen = () => {};
  onerror = () => {};
  constructor() {
    Source.opened.push(this);
  }
  addEventListener(): void {}
  close(): void {
    this.readyState = Source.CLOSED;
  }
}

const refuse = () => {
  const source = Source.opened.at(-1)!;
  source.close();
  source.onerror();
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
  Source.opened = [];
});
afterEach(() => vi.useRealTimers());

it('is asked for again soon when it is refused, then less and less often, and soon again once it was heard', async () => {
  const { news } = await import('../src/lib/news.svelte.ts');
  const stop = news.follow();
  for (const milliseconds of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const opened = Source.opened.length;
    refuse();
    expect(news.live).toBe(false);
    vi.advanceTimersByTime(milliseconds - 1);
    expect(Source.opened).toHaveLength(opened);
    vi.advanceTimersByTime(1);
    expect(Source.opened).toHaveLength(opened + 1);
  }
  Source.opened.at(-1)!.onopen();
  expect(news.live).toBe(true);
  const opened = Source.opened.length;
  Source.opened.at(-1)!.onerror();
  vi.advanceTimersByTime(60_000);
  expect(Source.opened).toHaveLength(opened);
  refuse();
  vi.advanceTimersByTime(1_000);
  expect(Source.opened).toHaveLength(opened + 1);
  stop();
  refuse();
});

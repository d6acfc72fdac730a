/** Longer than this without a frame, and the line has to show that it is alive. */
export const quiet_ms_max = 30_000;

/**
 * How long nothing was heard. A line that is cut without a word looks like one on which nobody speaks: calls `ask`
 * when it has been quiet for long, and again while it stays so.
 */
export class Silence {
  readonly #ask: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heard_ms = 0;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  /** Something was heard. Only the time is noted, because a busy room is heard often. */
  heard(): void {
    this.#heard_ms = Date.now();
    this.#timer ??= setTimeout(this.#look, quiet_ms_max);
  }

  /** Whether it is time to ask; also right after a sleep, during which timers stood still. */
  get long(): boolean {
    return Date.now() - this.#heard_ms >= quiet_ms_max;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #look = (): void => {
    if (this.long) this.#ask();
    const left_ms = quiet_ms_max - (Date.now() - this.#heard_ms);
    this.#timer = setTimeout(this.#look, left_ms > 0 ? left_ms : quiet_ms_max);
  };
}

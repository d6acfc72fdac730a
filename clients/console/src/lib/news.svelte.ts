type Topic = 'cases' | 'watch';
const topics: readonly Topic[] = ['cases', 'watch'];
const AGAIN_MS = 1_000;
const AGAIN_MS_MAX = 30_000;

/** What the server says as it happens: that there is something new, never what. Whoever wants to know looks. */
class News {
  /** Whether it is heard; if not, one has to look now and then. */
  live = $state(false);
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again = AGAIN_MS;
  readonly #heard = new Map<Topic, () => void>();

  on(topic: Topic, run: () => void): () => void {
    this.#heard.set(topic, run);
    return () => this.#heard.delete(topic);
  }

  /**
   * Listen until told to stop. A stream that ends comes back by itself; one that was refused, as by a proxy whose server restarts,
   * is asked for again soon, then less and less often.
   */
  follow(): () => void {
    this.#open();
    return () => {
      clearTimeout(this.#timer);
      this.#source?.close();
      this.live = false;
    };
  }

  #open(): void {
    const source = (this.#source = new EventSource('/api/v1/staff/news'));
    source.onopen = () => {
      this.live = true;
      this.#again = AGAIN_MS;
    };
    source.onerror = () => {
      this.live = false;
      if (source.readyState !== EventSource.CLOSED) return;
      this.#timer = setTimeout(() => this.#open(), this.#again);
      this.#again = Math.min(2 * this.#again, AGAIN_MS_MAX);
    };
    for (const topic of topics) source.addEventListener(topic, () => this.#heard.get(topic)?.());
  }
}

export const news = new News();

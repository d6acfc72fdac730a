/** For lists that are asked for and kept up to date by frames: what comes while an answer is on its way is newer. */
export class Meanwhile<T> {
  #running = 0;
  #news: T[] = [];

  /** Something came by frame. */
  note(news: T): void {
    if (this.#running) this.#news.push(news);
  }

  /** The answer, and what came since it was asked for. */
  async ask<A>(question: () => Promise<A>): Promise<[A, T[]]> {
    this.#running += 1;
    try {
      return [await question(), [...this.#news]];
    } finally {
      this.#running -= 1;
      if (!this.#running) this.#news = [];
    }
  }
}

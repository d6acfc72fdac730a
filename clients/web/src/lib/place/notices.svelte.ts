export interface Notice {
  id: number;
  text: string;
  /** Where the notice leads, with the words for it; such a notice stays until it is closed. */
  link?: { path: string; text: string };
}

const shown_ms = 7_000;

/** Short news for the person, read out by screen readers. */
class Notices {
  all = $state.raw<Notice[]>([]);
  #next = 1;

  say(text: string, link?: Notice['link']): void {
    const id = this.#next++;
    this.all = [...this.all.filter((one) => one.text !== text), link ? { id, text, link } : { id, text }];
    if (!link) setTimeout(() => this.close(id), shown_ms);
  }

  close(id: number): void {
    this.all = this.all.filter((one) => one.id !== id);
  }
}

export const notices = new Notices();

import { SvelteMap } from 'svelte/reactivity';

const shown_ms = 5_000;

/** Who is writing just now; each forgotten after a few seconds or when their message comes. */
export class Typing {
  #people = new SvelteMap<string, ReturnType<typeof setTimeout>>();

  get ids(): string[] {
    return [...this.#people.keys()];
  }

  note(person: string): void {
    clearTimeout(this.#people.get(person));
    this.#people.set(person, setTimeout(() => this.#people.delete(person), shown_ms));
  }

  stop(person: string): void {
    clearTimeout(this.#people.get(person));
    this.#people.delete(person);
  }
}

const shown_ms = 5_000;

/** Who is writing just now; each forgotten after a few seconds or when their message comes. */
export class Typing {
  ids = $state.raw<string[]>([]);
  #timers = new Map<string, ReturnType<typeof setTimeout>>();

  note(person: string): void {
    this.stop(person);
    this.ids = [...this.ids, person];
    this.#timers.set(
      person,
      setTimeout(() => this.stop(person), shown_ms),
    );
  }

  stop(person: string): void {
    clearTimeout(this.#timers.get(person));
    this.#timers.delete(person);
    if (this.ids.includes(person)) this.ids = this.ids.filter((id) => id !== person);
  }
}

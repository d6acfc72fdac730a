import type { Message } from '@veillee/shared/api';
import { blocks } from '../people/blocks.svelte.ts';

/** Who said what is not read yet, as far as it was heard here: what blocked people say is never new. */
export class Heard {
  #authors = $state.raw<ReadonlyMap<number, string>>(new Map());

  note(messages: readonly Message[], read: number): void {
    const later = messages.filter((message) => message.seq > read);
    if (!later.length && !this.#authors.size) return;
    const known = [...this.#authors].filter(([seq]) => seq > read);
    this.#authors = new Map([...known, ...later.map((message) => [message.seq, message.author.id] as const)]);
  }

  /** How many after this one come from people I have blocked. */
  blockedAfter(after: number): number {
    return [...this.#authors].filter(([seq, author]) => seq > after && blocks.has(author)).length;
  }
}

import { api, type Person } from '@veillee/shared/api';
import { requests } from '../requests/requests.svelte.ts';

/** Whom I have blocked: their messages in rooms are folded, and they are never unread. */
class Blocks {
  all = $state.raw<readonly Person[]>([]);
  /** Asked for; nothing that others said is shown before. */
  known = $state(false);
  #ids = $derived(new Set(this.all.map((person) => person.id)));
  #changes = 0;

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Another tab may have blocked somebody; what was done here meanwhile is newer than the answer. */
  async load(): Promise<void> {
    const changes = this.#changes;
    try {
      const all = await api.get('/api/v1/blocks');
      if (changes === this.#changes) this.all = all;
    } finally {
      this.known = true;
    }
  }

  async add(person: Person): Promise<void> {
    await api.put('/api/v1/people/{person_id}/block', { path: { person_id: person.id } });
    this.#change([...this.all.filter((one) => one.id !== person.id), person]);
    requests.forgetFrom(person.id);
  }

  async remove(person: Person): Promise<void> {
    await api.delete('/api/v1/people/{person_id}/block', { path: { person_id: person.id } });
    this.#change(this.all.filter((one) => one.id !== person.id));
  }

  forget(): void {
    this.#change([]);
    this.known = false;
  }

  #change(all: readonly Person[]): void {
    this.#changes += 1;
    this.all = all;
  }
}

export const blocks = new Blocks();

import { api, type Person } from '@veillee/shared/api';
import { requests } from '../requests/requests.svelte.ts';

/** Whom I have blocked. */
class Blocks {
  all = $state.raw<Person[]>([]);

  has(id: string): boolean {
    return this.all.some((person) => person.id === id);
  }

  async load(): Promise<void> {
    this.all = await api.get('/api/v1/blocks');
  }

  async add(person: Person): Promise<void> {
    await api.put('/api/v1/people/{person_id}/block', { path: { person_id: person.id } });
    this.all = [...this.all.filter((one) => one.id !== person.id), person];
    requests.forgetFrom(person.id);
  }

  async remove(person: Person): Promise<void> {
    await api.delete('/api/v1/people/{person_id}/block', { path: { person_id: person.id } });
    this.all = this.all.filter((one) => one.id !== person.id);
  }
}

export const blocks = new Blocks();

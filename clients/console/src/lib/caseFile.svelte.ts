import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { isGrave } from './graveness.ts';
import { preferences } from './preferences.svelte.ts';
import { queue } from './queue.svelte.ts';
import type { Case, CaseEvent, CaseLine, StaffMember } from './wire.ts';

/** The one case on the screen. It is read when asked for and never by itself: readings of private words are recorded. */
class CaseFile {
  value = $state.raw<Case | null>(null);
  problem = $state<Problem | null>(null);
  loading = $state(false);
  /** Whether the words were asked for; undefined until the reader says. */
  #asked = $state<boolean | undefined>(undefined);
  #id: string | undefined;
  /** The last event of the reading before this one. */
  #known = $state(Infinity);

  get isVeiled(): boolean {
    if (this.#asked !== undefined) return !this.#asked;
    if (preferences.veil === 'never') return false;
    return preferences.veil === 'always' || (this.value !== null && isGrave(this.value));
  }

  /** Whether the queue knows of something that this reading does not show. */
  get hasNews(): boolean {
    const row = queue.all.find(({ id }) => id === this.value?.id);
    return row !== undefined && this.value !== null && row.version > this.value.version;
  }

  /** The line that the case is about. */
  get subject(): CaseLine | undefined {
    return this.value?.words?.lines.find((line) => line.subject);
  }

  /** Whether an event came in since the reading before. */
  isNew(event: CaseEvent): boolean {
    return event.number > this.#known;
  }

  unveil(shown: boolean): void {
    this.#asked = shown;
  }

  /** The decision was taken here: what is on the screen is no longer open. */
  close(): void {
    if (this.value) this.value = { ...this.value, state: 'decided', decisions: [] };
  }

  /** Somebody has it now: nothing that was read changes. */
  given(id: string, assignee: StaffMember | null): void {
    if (this.value?.id === id) this.value = { ...this.value, assignee };
  }

  async open(id: string | undefined): Promise<void> {
    if (id === this.#id && this.problem === null) return;
    this.#id = id;
    this.value = null;
    this.problem = null;
    this.#asked = undefined;
    this.#known = Infinity;
    if (id !== undefined) await this.reload();
  }

  async reload(): Promise<void> {
    const id = this.#id;
    if (id === undefined) return;
    this.loading = true;
    try {
      const found = await asStaff(api.get('/api/v1/staff/cases/{case_id}', { path: { case_id: id } }));
      if (id !== this.#id) return;
      this.#known = this.value?.events.at(-1)?.number ?? Infinity;
      this.value = found;
      this.problem = null;
    } catch (error) {
      if (id === this.#id) this.problem = asProblem(error);
    } finally {
      if (id === this.#id) this.loading = false;
    }
  }
}

export const caseFile = new CaseFile();

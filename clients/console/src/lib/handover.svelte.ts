import { api } from '@veillee/shared/api';
import { asStaff } from './asStaff.ts';
import { session } from './session.svelte.ts';
import type { HandoverNote } from './wire.ts';

const LOOK_MS = 60_000;

/** What was left for whoever comes on. */
class Handover {
  notes = $state.raw<HandoverNote[]>([]);

  /** Those of others that nobody has taken up. */
  get waiting(): HandoverNote[] {
    return this.notes.filter((note) => note.taken === null && note.by.id !== session.staff?.id);
  }

  async load(): Promise<void> {
    await asStaff(api.get('/api/v1/staff/duty/notes')).then((notes) => (this.notes = notes), () => undefined);
  }

  async take(note: string): Promise<void> {
    await asStaff(api.put('/api/v1/staff/duty/notes/{note_id}/taken', { path: { note_id: note } })).catch(() => undefined);
    await this.load();
  }

  /** Leave a note after having gone. Whether it is kept. */
  async leave(note: string): Promise<boolean> {
    const kept = await asStaff(api.put('/api/v1/staff/duty', { body: { on: false, note } })).then(
      () => true,
      () => false,
    );
    await this.load();
    return kept;
  }

  /** Look now and then. Returns how to stop. */
  watch(): () => void {
    void this.load();
    const timer = setInterval(() => document.visibilityState === 'visible' && void this.load(), LOOK_MS);
    return () => clearInterval(timer);
  }
}

export const handover = new Handover();

import { words } from '@veillee/shared/words/members';
import { router, type Route } from './router.svelte.ts';

/** The screen's name for the tab. */
export function titles(): string {
  const w = words.now;
  const names: Record<Route['name'], string> = {
    rooms: w.place.rooms,
    room: w.place.rooms,
    private: w.place.private,
    talk: w.place.private,
    me: w.place.me,
    reports: w.reports.title,
    statements: w.reports.decisions,
    blocks: w.place.blocks,
    help: w.help.title,
    notice: w.door.notice,
    figures: '',
    missing: '',
  };
  return names[router.route.name];
}

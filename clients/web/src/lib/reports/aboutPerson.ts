import type { ReportSubject } from '@veillee/shared/api';
import { conversations } from '../conversations/conversations.svelte.ts';
import { router } from '../place/router.svelte.ts';

/** A person as the subject of a report, with the room on the screen: what they said there last is read along. */
export function aboutPerson(id: string): ReportSubject {
  const { route } = router;
  const room = route.name === 'room' ? conversations.inRoom(route.slug) : undefined;
  return room ? { kind: 'person', id, conversation: room.id } : { kind: 'person', id };
}

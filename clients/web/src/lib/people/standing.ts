/* How the two of a private talk stand with each other; it comes with the sheet in which it is changed. */

import { api, type Person } from '@veillee/shared/api';
import type { Conversation } from '../conversations/conversation.svelte.ts';

/** Ask to keep the contact or confirm it; or end it, whatever it has come to. */
export async function keepContact(talk: Conversation, keep: boolean): Promise<void> {
  if (!talk.other) return;
  const url = '/api/v1/people/{person_id}/contact';
  const said = await (keep ? api.put(url, to(talk.other)) : api.delete(url, to(talk.other)));
  talk.contact = said.contact;
}

/** Ask that the gate read nothing between two contacts, or agree to that; or have it read again, at once. */
export async function switchScreening(talk: Conversation, off: boolean): Promise<void> {
  if (!talk.other) return;
  const url = '/api/v1/people/{person_id}/screening-off';
  const said = await (off ? api.put(url, to(talk.other)) : api.delete(url, to(talk.other)));
  talk.screening = said.screening;
}

function to(person: Person): { path: { person_id: string } } {
  return { path: { person_id: person.id } };
}

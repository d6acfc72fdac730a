import type { Author, Person, Picture, ReportSubject } from '@veillee/shared/api';
import type { Conversation } from '../conversations/conversation.svelte.ts';

export type Sheet =
  | { name: 'lamp' | 'rules' | 'open-room' }
  | { name: 'person'; person: Person | Author; blocking?: boolean }
  | { name: 'people'; conversation: Conversation }
  | { name: 'leave-room'; conversation: Conversation }
  | { name: 'picture'; picture: Picture; author: Author; mine: boolean }
  | { name: 'report'; subject: ReportSubject; about: string; person?: Person | Author };

/** The one sheet that lies over the screen. */
class Sheets {
  open = $state.raw<Sheet | null>(null);

  show(sheet: Sheet): void {
    this.open = sheet;
  }

  close(): void {
    this.open = null;
  }
}

export const sheets = new Sheets();

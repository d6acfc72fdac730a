import { api, type Reach } from '@veillee/shared/api';
import { picturesWords } from '@veillee/shared/words/pictures';
import { words } from '@veillee/shared/words/members';
import { place } from '../place/site.svelte.ts';
import { session } from '../session/session.svelte.ts';

const fresh_ms = 10 * 60_000;

/** Whether I may send pictures now, and if not, why. The place decides; this is so that nobody chooses one in vain. */
class Allowance {
  #reach = $state.raw<Reach>();
  #readAt = -Infinity;

  /** Read it unless that was done lately; unread it counts as given. */
  look(): void {
    if (Date.now() - this.#readAt < fresh_ms) return;
    this.#readAt = Date.now();
    api.get('/api/v1/reach').then((found) => (this.#reach = found), () => (this.#readAt = -Infinity));
  }

  /** Why not; empty when I may. */
  get why(): string {
    const resting = place.why('pictures');
    if (resting) return words.now.resting[resting];
    if (session.restriction || this.#reach?.lowered_until) return picturesWords.now.lowered;
    return !this.#reach || this.#reach.now.may.pictures_per_day > 0 ? '' : missing(this.#reach);
  }
}

function missing(reach: Reach): string {
  const w = picturesWords.now;
  if (!reach.next?.may.pictures_per_day) return w.never;
  const { hours, first_words_accepted } = reach.next.needs;
  const parts = [hours > 0 ? w.hours(hours) : '', first_words_accepted > 0 ? w.accepted(first_words_accepted) : ''];
  return w.notYet(parts.filter(Boolean).join(w.and));
}

export const allowance = new Allowance();

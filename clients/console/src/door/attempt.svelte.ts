import { asProblem } from '../lib/asStaff.ts';
import { PasskeyCancelled, PasskeyKnown } from '../lib/passkeys.ts';
import type { Words } from '../words/fr.ts';

type Failure = 'cancelled' | 'already' | 'badInvite' | 'badPasskey' | 'offline' | 'tooFast' | 'other';

/** One try at the door: under way, failed and why. */
export class Attempt {
  busy = $state(false);
  failure = $state<Failure | null>(null);

  async run(act: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    this.failure = null;
    try {
      await act();
    } catch (error) {
      this.failure = nameOf(error);
    }
    this.busy = false;
    return this.failure === null;
  }

  tell(words: Words): string {
    const failure = this.failure;
    if (failure === null) return '';
    return failure in words.door ? words.door[failure as 'cancelled'] : words.problem[failure as 'other'];
  }
}

function nameOf(error: unknown): Failure {
  if (error instanceof PasskeyCancelled) return 'cancelled';
  if (error instanceof PasskeyKnown) return 'already';
  const { slug, status } = asProblem(error);
  if (slug === 'offline') return 'offline';
  if (status === 429) return 'tooFast';
  if (status === 404) return 'badInvite';
  return status === 401 ? 'badPasskey' : 'other';
}

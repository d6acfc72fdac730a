import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { caseFile } from './caseFile.svelte.ts';
import { queue } from './queue.svelte.ts';
import type { Case, ProposalSettled } from './wire.ts';

/** The answer to a decision that somebody else proposed. */
class ProposalAnswer {
  facts = $state('');
  refusing = $state(false);
  tried = $state(false);
  sending = $state(false);
  problem = $state<Problem | null>(null);
  settled = $state.raw<ProposalSettled | null>(null);
  #case = '';

  get needsFacts(): boolean {
    return this.facts.trim() === '';
  }

  /** Begin anew with another case. */
  follow(found: Case): void {
    if (found.id === this.#case) return;
    this.#case = found.id;
    this.facts = '';
    this.refusing = this.tried = false;
    this.problem = null;
    this.settled = null;
  }

  /** The keys: 1 approves, 2 refuses or withdraws. Returns whether there was something to do. */
  press(index: number, found: Case): boolean {
    if (index === 0 && found.proposal?.approves) void this.answer(found, true);
    else if (index === 1 && (found.proposal?.approves || found.proposal?.own)) this.refuse(found);
    else return false;
    return true;
  }

  /** Ask why first, then refuse. */
  refuse(found: Case): void {
    if (this.refusing) {
      this.tried = true;
      if (!this.needsFacts) void this.answer(found, false);
    }
    this.refusing = true;
    requestAnimationFrame(() => document.getElementById('facts')?.focus());
  }

  async answer(found: Case, approve: boolean): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    this.problem = null;
    try {
      const given = { path: { case_id: found.id }, body: { version: found.version, approve, facts: this.facts.trim() } };
      this.settled = await asStaff(api.post('/api/v1/staff/cases/{case_id}/approvals', given));
      if (approve) queue.drop(found.id);
      await caseFile.reload();
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.sending = false;
  }
}

export const proposal = new ProposalAnswer();

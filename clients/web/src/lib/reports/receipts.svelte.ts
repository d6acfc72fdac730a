import { api, type LeafProof } from '@veillee/shared/api';
import type { Checked, Expected } from '@veillee/shared/ledger';

export type Kind = 'report' | 'statement' | 'notice';

/** One receipt: fetched and checked when asked, and kept in a file when asked. */
export class Receipt {
  proof = $state.raw<LeafProof | null>(null);
  checked = $state.raw<Checked | null>(null);
  verdict = $state<'good' | 'bad' | 'partly' | null>(null);

  async check(kind: Kind, id: string, expected: Expected): Promise<void> {
    const [{ checkReceipt, holds }, proof] = await Promise.all([import('@veillee/shared/ledger'), fetchProof(kind, id)]);
    const checked = await checkReceipt(proof, expected);
    const fails = [checked.leaf, checked.content, checked.included, checked.signed].includes('fails');
    this.proof = proof;
    this.checked = checked;
    this.verdict = fails ? 'bad' : holds(checked) ? 'good' : 'partly';
  }

  /** Save what was fetched as it came; `veillee ledger verify --receipt` reads it. */
  save(): void {
    const url = URL.createObjectURL(new Blob([JSON.stringify(this.proof, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${this.proof?.index ?? 0}.json`;
    link.click();
    URL.revokeObjectURL(url);
  }
}

function fetchProof(kind: Kind, id: string): Promise<LeafProof> {
  if (kind === 'notice') return api.get('/api/v1/notices/{secret}/receipt', { path: { secret: id } });
  return kind === 'report'
    ? api.get('/api/v1/reports/{report_id}/receipt', { path: { report_id: id } })
    : api.get('/api/v1/statements/{statement_id}/receipt', { path: { statement_id: id } });
}

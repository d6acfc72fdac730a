import { api, type LedgerHead, type LedgerLeaf, type Problem } from '@veillee/shared/api';
import { audit, toHex, type Audited, type Seen } from '@veillee/shared/ledger';
import { asProblem } from './asStaff.ts';

const PAGE = 50;
const SEEN = 'veillee.ledger';

/** The head of the ledger, its latest leaves, and what this browser found out by itself. */
class Ledger {
  head = $state.raw<LedgerHead | null>(null);
  leaves = $state.raw<LedgerLeaf[]>([]);
  before = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  found = $state.raw<Audited | null>(null);
  /** What had been verified here before the last verification. */
  seen = $state.raw<Seen | undefined>(undefined);
  read = $state<number | null>(null);

  async load(): Promise<void> {
    await this.#try(async () => {
      const query = { limit: PAGE };
      const [head, page] = await Promise.all([api.get('/api/v1/ledger'), api.get('/api/v1/ledger/leaves', { query })]);
      this.head = head;
      this.leaves = page.leaves;
      this.before = page.before ?? null;
    });
  }

  async more(): Promise<void> {
    if (this.before === null) return;
    const query = { limit: PAGE, before: this.before };
    await this.#try(async () => {
      const page = await api.get('/api/v1/ledger/leaves', { query });
      this.leaves = [...this.leaves, ...page.leaves];
      this.before = page.before ?? null;
    });
  }

  /** Compute everything here, and remember it when it holds. */
  async verify(): Promise<void> {
    const key = this.head?.key;
    if (key === undefined || this.read !== null) return;
    this.read = 0;
    this.found = null;
    this.seen = recallSeen(key);
    await this.#try(async () => {
      this.found = await audit(key, this.seen, (read) => (this.read = read));
      const { size, root, tree, signed, grown } = this.found;
      if (tree === 'holds' && signed !== 'fails' && grown !== 'fails') rememberSeen(key, { size, root: toHex(root) });
    });
    this.read = null;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

export const ledger = new Ledger();

/* A size and a root name nobody: they may stay for whoever sits here next. */

function recallSeen(key: string): Seen | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(SEEN) ?? '{}') as Partial<Record<string, Seen>>;
    return kept[key];
  } catch {
    return undefined;
  }
}

function rememberSeen(key: string, seen: Seen): void {
  try {
    localStorage.setItem(SEEN, JSON.stringify({ [key]: seen }));
  } catch {
    // A browser that keeps nothing verifies for the first time each time.
  }
}

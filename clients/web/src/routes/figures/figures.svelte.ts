import { api, type Figures as FiguresShape } from '@veillee/shared/api';

const MONTHS = 12;
export type Group = FiguresShape['figures'][number]['group'];
const GROUPS: readonly Group[] = ['times', 'cases', 'decisions', 'complaints', 'misuse', 'means', 'notices', 'reports'];

/** One line: how many, null when they are too few to be told; in how many hours half of them, and nine in ten. */
export interface Row {
  name: string;
  count: number | null;
  median: number | null;
  p90: number | null;
}

/** What everybody may know of how the watch does. */
export class Figures {
  readonly periods = lastMonths(new Date());
  period = $state(this.periods[0]!);
  value = $state.raw<FiguresShape | null>(null);

  /** Throws Problem. */
  async load(): Promise<void> {
    this.value = await api.get('/api/v1/figures', { query: { period: this.period } });
  }

  get groups(): { group: Group; rows: Row[] }[] {
    return GROUPS.map((group) => ({ group, rows: this.#rows(group) })).filter(({ rows }) => rows.some((row) => row.count !== 0));
  }

  #rows(group: Group): Row[] {
    const rows = new Map<string, Row>();
    for (const { name, measure, value } of this.value?.figures.filter((one) => one.group === group) ?? []) {
      const row = rows.get(name) ?? { name, count: null, median: null, p90: null };
      rows.set(name, { ...row, [measure === 'count' ? 'count' : measure === 'median_hours' ? 'median' : 'p90']: value });
    }
    return [...rows.values()];
  }
}

/** The last months and the years they are of, as the API names them, the latest first. */
function lastMonths(now: Date): string[] {
  const months = Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7));
  return [...months, ...new Set(months.map((month) => month.slice(0, 4)))];
}

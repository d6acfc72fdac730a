import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import type { FigureGroup, Figures as FiguresShape } from './wire.ts';

const MONTHS = 12;
const GROUPS: readonly FigureGroup[] = ['cases', 'times', 'decisions', 'means', 'complaints', 'misuse', 'notices', 'reports'];

export interface FigureRow {
  name: string;
  count?: number;
  median?: number;
  p90?: number;
}

/** How the watch does, in numbers. */
class Figures {
  value = $state.raw<FiguresShape | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly periods = lastMonths(new Date());
  period = $state(this.periods[0]!);

  async load(): Promise<void> {
    try {
      this.value = await asStaff(api.get('/api/v1/staff/figures', { query: { period: this.period } }));
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  async choose(period: string): Promise<void> {
    this.period = period;
    await this.load();
  }

  get groups(): { group: FigureGroup; rows: FigureRow[] }[] {
    return GROUPS.map((group) => ({ group, rows: this.#rows(group) }));
  }

  #rows(group: FigureGroup): FigureRow[] {
    const rows = new Map<string, FigureRow>();
    for (const { name, measure, value } of this.value?.figures.filter((one) => one.group === group) ?? []) {
      const row = rows.get(name) ?? { name };
      if (value !== null) row[measure === 'count' ? 'count' : measure === 'median_hours' ? 'median' : 'p90'] = value;
      rows.set(name, row);
    }
    return [...rows.values()];
  }
}

/** The last months and the years they are of, as the API names them, the latest first. */
export function lastMonths(now: Date): string[] {
  const months = Array.from({ length: MONTHS }, (_, back) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7));
  return [...months, ...new Set(months.map((month) => month.slice(0, 4)))];
}

export const figures = new Figures();

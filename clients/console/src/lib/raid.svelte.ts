import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { route } from './route.svelte.ts';
import type { Case, Raid as RaidShape, RaidPreview, RaidRow, RaidSelection, StaffRoom } from './wire.ts';

export type RaidKind = RaidSelection['kind'];
const DAY_MINUTES = 1_440;
export const SINCE = [10, 30, 60, 180, 720, DAY_MINUTES, 3 * DAY_MINUTES];
export const FRESH = [0, 10, 60, DAY_MINUTES];
export const MINUTES: Partial<Record<RaidKind, number>> = { mute: 60, suspend: DAY_MINUTES, restrict_reach: DAY_MINUTES };

/** Choosing whom a raid concerns, what would be done, and what was. */
class Raid {
  rooms = $state.raw<StaffRoom[]>([]);
  latest = $state.raw<RaidRow[]>([]);
  room = $state('');
  since = $state(30);
  fresh = $state(60);
  like = $state('');
  person = $state.raw<{ id: string; pseudonym: string } | null>(null);
  linked = $state(false);
  cases = $state.raw<string[]>([]);
  spare = $state.raw<string[]>([]);
  kind = $state<RaidKind>('suspend');
  minutes = $state(DAY_MINUTES);
  article = $state('');
  facts = $state('');
  tried = $state(false);
  working = $state(false);
  preview = $state.raw<RaidPreview | null>(null);
  problem = $state.raw<Problem | null>(null);
  found = $state.raw<RaidShape | null>(null);
  #until = '';

  /** Chosen by room and time, and by nothing else: that is everybody. */
  get needsFilter(): boolean {
    return this.cases.length === 0 && this.fresh === 0 && this.like.trim() === '' && !this.linked;
  }
  get timed(): boolean {
    return MINUTES[this.kind] !== undefined;
  }
  get missing(): 'article' | 'facts' | undefined {
    if (this.article === '') return 'article';
    return this.facts.trim() === '' ? 'facts' : undefined;
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      const calls = [api.get('/api/v1/staff/raids'), api.get('/api/v1/staff/rooms')] as const;
      [this.latest, this.rooms] = await asStaff(Promise.all(calls));
    });
  }

  async show(id: string): Promise<void> {
    await this.#try(async () => {
      this.found = await asStaff(api.get('/api/v1/staff/raids/{raid_id}', { path: { raid_id: id } }));
    });
  }

  /** Begin with what is known of a case about words in a room. */
  fromCase(found: Case): void {
    this.#forget();
    const line = found.words?.lines.find(({ subject }) => subject);
    this.room = found.words?.conversation ?? '';
    this.like = line?.text ?? '';
    this.person = found.person;
    const minutes = line ? (Date.now() - Date.parse(line.sent_at)) / 60_000 + 5 : 30;
    this.since = SINCE.find((each) => each >= minutes) ?? SINCE.at(-1) ?? 30;
  }

  fromRoom(room: string): void {
    this.#forget();
    this.room = room;
  }

  fromCases(cases: string[]): void {
    this.#forget();
    this.cases = cases;
  }

  /** What was seen is no longer what is chosen. */
  change(): void {
    this.preview = null;
  }

  spares(id: string, spared: boolean): void {
    this.spare = spared ? [...this.spare, id] : this.spare.filter((each) => each !== id);
    void this.look();
  }

  async look(): Promise<void> {
    this.#until = new Date().toISOString();
    await this.#try(async () => {
      this.preview = await asStaff(api.post('/api/v1/staff/raids/previews', { body: this.#selection() }));
    });
  }

  /** Returns whether it was taken. */
  async begin(): Promise<boolean> {
    this.tried = true;
    if (this.preview === null || this.missing !== undefined || this.working) return false;
    const body = {
      selection: this.#selection(),
      seen: this.preview.seen,
      facts: this.facts.trim(),
      ground: 'rules' as const,
      article: this.article,
      minutes: this.timed ? this.minutes : null,
    };
    await this.#try(async () => {
      const done = await asStaff(api.post('/api/v1/staff/raids', { body }));
      this.#forget();
      this.found = done;
      route.go(`#/raid/${done.row.id}`);
    });
    return this.problem === null;
  }

  async undo(id: string, facts: string): Promise<void> {
    const given = { path: { raid_id: id }, body: { facts } };
    await this.#try(async () => {
      this.found = await asStaff(api.post('/api/v1/staff/raids/{raid_id}/undoing', given));
    });
  }

  async answer(id: string, approve: boolean, facts: string): Promise<void> {
    const given = { path: { raid_id: id }, body: { approve, facts } };
    await this.#try(async () => {
      this.found = await asStaff(api.post('/api/v1/staff/raids/{raid_id}/approvals', given));
    });
  }

  #selection(): RaidSelection {
    const chosen = { kind: this.kind, spare: this.spare };
    if (this.cases.length > 0) return { ...chosen, cases: this.cases, span: null };
    const span = {
      room: this.room,
      since: new Date(Date.parse(this.#until) - this.since * 60_000).toISOString(),
      until: this.#until,
      new_minutes: this.fresh || null,
      like: this.like.trim() || null,
      linked_to: this.linked ? (this.person?.id ?? null) : null,
    };
    return { ...chosen, cases: [], span };
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.working = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.problem = asProblem(error);
      if (this.problem.slug === 'stale-raid') this.preview = null;
    }
    this.working = false;
  }

  #forget(): void {
    this.room = this.like = this.facts = this.article = '';
    this.since = 30;
    this.fresh = 60;
    this.person = this.preview = this.problem = this.found = null;
    this.linked = this.tried = false;
    this.cases = this.spare = [];
    this.kind = 'suspend';
    this.minutes = DAY_MINUTES;
  }
}

export const raid = new Raid();

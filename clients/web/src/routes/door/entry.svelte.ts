import { Problem, type HelpLine } from '@veillee/shared/api';
import { language } from '@veillee/shared/words';
import { words } from '@veillee/shared/words/members';
import { explain, explainFields } from '../../lib/place/problems.ts';
import { place } from '../../lib/place/site.svelte.ts';
import { session } from '../../lib/session/session.svelte.ts';

type Field = 'pseudonym' | 'age' | 'region' | 'rules';

/** What one writes at the door, and what is wrong with it. */
export class EntryForm {
  pseudonym = $state('');
  age = $state('');
  region = $state('');
  accepted = $state(false);
  busy = $state(false);
  wrong = $state.raw<Partial<Record<Field, string>>>({});
  failed = $state('');
  /** What one is asked to think about first, of this name and region; sent again, it lets one in. */
  advice = $state.raw<{ text: string; confirm: string; of: string } | null>(null);
  /** Help for somebody who is not an adult; empty otherwise. */
  minor = $state.raw<HelpLine[] | null>(null);

  get nudged(): boolean {
    return this.advice?.of === this.#words;
  }

  async submit(): Promise<void> {
    this.failed = '';
    this.wrong = this.#check();
    if (Object.keys(this.wrong).length) return;
    this.busy = true;
    try {
      if (!place.site) await place.load();
      await session.enter(this.#form());
    } catch (problem) {
      this.#explain(problem);
    } finally {
      this.busy = false;
    }
  }

  #check(): Partial<Record<Field, string>> {
    const w = words.now.door.wrong;
    const wrong: Partial<Record<Field, string>> = {};
    const letters = [...this.pseudonym.trim()].length;
    if (letters < 2 || letters > 24) wrong.pseudonym = w.pseudonym.length;
    if (!/^\s*-?\d+\s*$/.test(this.age)) wrong.age = w.age['wrong-type'];
    if (!this.accepted) wrong.rules = w.rules.required;
    return wrong;
  }

  get #words(): string {
    return `${this.pseudonym}\n${this.region}`;
  }

  #form() {
    const { pseudonym, age, region } = this;
    const rules = place.site?.rules.version ?? '';
    const confirm = this.nudged ? (this.advice?.confirm ?? null) : null;
    return { pseudonym, age: Number(age), region: region.trim() || null, language: language.current, rules, advice: true, confirm };
  }

  #explain(problem: unknown): void {
    const slug = problem instanceof Problem ? problem.slug : '';
    this.wrong = explainFields<Field>(problem, words.now.door.wrong);
    if (slug === 'nudged') {
      const { members } = problem as Problem;
      this.advice = { text: (members['advice'] as { text: string }).text, confirm: String(members['confirm']), of: this.#words };
    } else if (slug === 'under-age') this.minor = (problem as Problem).members['help'] as HelpLine[];
    else if (!Object.keys(this.wrong).length) this.failed = explain(problem);
    if (this.wrong.rules) void this.#rulesChanged();
  }

  async #rulesChanged(): Promise<void> {
    this.accepted = false;
    place.rules = null;
    await place.load();
  }
}

import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import type { Policies as PoliciesShape, PolicyRule, TrialResult } from './wire.ts';

/** The gate's rules in force. They are changed in files; here they are read, and one is tried otherwise. */
class Policies {
  value = $state.raw<PoliciesShape | null>(null);
  problem = $state.raw<Problem | null>(null);
  shadowOnly = $state(false);
  asked = $state('');

  get families(): { family: string; rules: PolicyRule[] }[] {
    const wanted = this.asked.trim().toLowerCase();
    const families = new Map<string, PolicyRule[]>();
    for (const rule of this.value?.rules ?? []) {
      if (this.shadowOnly && rule.mode !== 'shadow') continue;
      if (wanted && ![rule.id, rule.label, rule.article, ...Object.values(rule.text)].some((text) => text.toLowerCase().includes(wanted))) continue;
      families.set(rule.family, [...(families.get(rule.family) ?? []), rule]);
    }
    return [...families].map(([family, rules]) => ({ family, rules }));
  }

  async load(): Promise<void> {
    try {
      this.value = await asStaff(api.get('/api/v1/staff/policies'));
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

export const policies = new Policies();

/** One rule as somebody would have it, and what came of trying it. */
export class Trial {
  readonly rule: PolicyRule;
  when = $state('');
  effect = $state<PolicyRule['effect']>('allow');
  mode = $state<PolicyRule['mode']>('on');
  busy = $state(false);
  result = $state.raw<TrialResult | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(rule: PolicyRule) {
    this.rule = rule;
    this.when = rule.when;
    this.effect = rule.effect;
    this.mode = rule.mode;
  }

  get same(): boolean {
    const { when, effect, mode } = this.rule;
    return this.when === when && this.effect === effect && this.mode === mode;
  }

  async run(): Promise<void> {
    this.busy = true;
    const body = { rule: this.rule.id, when: this.when, effect: this.effect, mode: this.mode };
    try {
      this.result = await asStaff(api.post('/api/v1/staff/policies/trials', { body }));
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
      this.result = null;
    }
    this.busy = false;
  }
}

import { recall, remember } from '@veillee/shared/keep';

export type Veil = 'grave' | 'always' | 'never';
export const veils: readonly Veil[] = ['grave', 'always', 'never'];
const switches = ['on', 'off'] as const;

/** What this member of staff likes, on this device only. */
class Preferences {
  /** When words stay hidden until asked for. */
  veil = $state<Veil>(recall('console-veil', veils) ?? 'grave');
  /** Whether single keys do things; WCAG 2.1.4 wants a way to turn them off. */
  singleKeys = $state(recall('console-keys', switches) !== 'off');

  chooseVeil(veil: Veil): void {
    this.veil = veil;
    remember('console-veil', veil);
  }

  useSingleKeys(on: boolean): void {
    this.singleKeys = on;
    remember('console-keys', on ? 'on' : 'off');
  }
}

export const preferences = new Preferences();

import { caseFile } from './caseFile.svelte.ts';
import { choose, goBack, goOn, readAgain } from './deciding.ts';
import { duty } from './duty.svelte.ts';
import { preferences } from './preferences.svelte.ts';
import { queue } from './queue.svelte.ts';
import { route, toCase, toDecision, toPage, toQueue } from './route.svelte.ts';
import { session } from './session.svelte.ts';
import { work } from './work.svelte.ts';

export type Group = 'move' | 'read' | 'decide' | 'watch' | 'pages';
type Name = 'next' | 'down' | 'up' | 'back' | 'words' | 'reload' | 'take' | 'pick' | 'write' | 'review' | 'cancel' | 'duty' | 'help';

/** One line of the map of keys; `shown` where the map names it otherwise than by `key`; `title` where the page says what it is. */
export interface Key {
  key: string;
  name?: Name;
  title?: () => string;
  group: Group;
  shown?: 'digits' | 'controlEnter';
  run: () => void;
}

/** Open the most pressing case but the one that is open. */
export function openPressing(): void {
  const row = queue.pressing(route.caseId);
  if (row) route.go(toCase(row.id));
}

/** Move along the queue without opening anything: an opened private case is a recorded reading. */
function walk(step: 1 | -1): void {
  const here = document.activeElement?.closest<HTMLElement>('[data-case]')?.dataset['case'];
  const row = queue.beside(here ?? route.caseId, step);
  if (row) document.getElementById(`row-${row.id}`)?.focus();
}

/** Where writing happens: the facts, on whatever screen they are. */
function write(): void {
  if (route.caseId) route.go(toDecision(route.caseId));
  requestAnimationFrame(() => document.getElementById('facts')?.focus());
}

export function makeKeys(showMap: () => void): Key[] {
  return [
    { key: 'n', name: 'next', group: 'move', run: openPressing },
    { key: 'j', name: 'down', group: 'move', run: () => walk(1) },
    { key: 'k', name: 'up', group: 'move', run: () => walk(-1) },
    { key: 'q', name: 'back', group: 'move', run: () => route.go(toQueue) },
    { key: 'v', name: 'words', group: 'read', run: () => caseFile.unveil(caseFile.isVeiled) },
    { key: 'a', name: 'take', group: 'read', run: () => work.toggle() },
    { key: 'r', name: 'reload', group: 'read', run: () => void readAgain() },
    { key: '1', name: 'pick', group: 'decide', shown: 'digits', run: () => undefined },
    { key: 'f', name: 'write', group: 'decide', run: write },
    { key: 'Enter', name: 'review', group: 'decide', shown: 'controlEnter', run: () => void goOn() },
    { key: 'Escape', name: 'cancel', group: 'decide', run: goBack },
    { key: 'g', name: 'duty', group: 'watch', run: () => session.decides && void duty.put(!duty.on) },
    { key: '?', name: 'help', group: 'watch', run: showMap },
  ];
}

/** A key for each page: opens it, and from there leads back to the queue. */
export function makePageKeys(pages: readonly { name: string; key: string; title: () => string }[]): Key[] {
  return pages.map(({ name, key, title }) => ({
    key,
    title,
    group: 'pages',
    run: () => route.go(route.part(0) === name ? toQueue : toPage(name)),
  }));
}

/** Whether the person is writing, where single keys mean themselves. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type=radio], [type=checkbox]), textarea, select') !== null;
}

export function pressKey(event: KeyboardEvent, keys: Key[]): void {
  if (event.isComposing || event.altKey || document.querySelector('dialog[open]')) return;
  const control = event.ctrlKey || event.metaKey;
  const isWide = event.key === 'Escape' || (control && event.key === 'Enter');
  if (control !== (event.key === 'Enter') || (!isWide && (isWriting(event.target) || !preferences.singleKeys))) return;
  const ran = /^[1-9]$/.test(event.key) ? choose(Number(event.key) - 1) : runNamed(event.key, keys);
  if (ran) event.preventDefault();
}

function runNamed(pressed: string, keys: Key[]): boolean {
  const found = keys.find(({ key }) => key === pressed || key === pressed.toLowerCase());
  found?.run();
  return found !== undefined;
}

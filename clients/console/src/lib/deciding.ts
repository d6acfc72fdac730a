import { caseFile } from './caseFile.svelte.ts';
import { draft } from './draft.svelte.ts';
import { proposal } from './proposal.svelte.ts';
import { queue } from './queue.svelte.ts';
import { route, toCase, toDecision } from './route.svelte.ts';
import { dictionary } from '../words/index.ts';

function focusLater(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/** Start writing, where that does not bring up a keyboard over half of the screen. */
function writeLater(): void {
  if (matchMedia('(hover: hover)').matches) focusLater('facts');
}

/** Choose the decision at this place of the list. Returns whether there was one. */
export function choose(index: number): boolean {
  const found = caseFile.value;
  if (found?.proposal) return proposal.press(index, found);
  const offer = found?.decisions[index];
  if (!found || !offer || draft.step === 'done') return false;
  draft.choose(offer, found, dictionary.now.decision.noteUsual);
  route.go(toDecision(found.id));
  writeLater();
  return true;
}

/** Look at what will be read; from there, send it. */
export async function goOn(): Promise<void> {
  if (draft.step === 'write') {
    const ready = draft.review();
    focusLater(ready ? 'confirm' : (draft.missing ?? 'facts'));
  } else if (draft.step === 'review') {
    await confirm();
  }
}

export async function confirm(): Promise<void> {
  const found = caseFile.value;
  if (!found) return;
  if (await draft.send(found)) {
    caseFile.close();
    focusLater('done');
  } else if (draft.problem?.slug === 'closed-case') await readAgain();
  else return;
  queue.drop(found.id);
}

/** One step back: from reviewing to writing, to choosing, to the case. */
export function goBack(): void {
  if (draft.step === 'choose' && caseFile.value) route.go(toCase(caseFile.value.id));
  else draft.back();
}

/** After a stale case: read it again; what was written stays. */
export async function readAgain(): Promise<void> {
  await caseFile.reload();
  draft.reopen();
  draft.stale = false;
  draft.problem = null;
}

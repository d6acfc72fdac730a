/* Auditing the whole log in the browser: every leaf is fetched and the tree computed anew. */

import { same, toHex } from './encoding.ts';
import { checkSignature, readCheckpoint, type Finding } from './note.ts';
import { hashLeaf, rootOf, type Bytes } from './tree.ts';

const TILE = 256;
const LOG = '/api/v1/ledger';

/** A size and root that were found to hold, root in hex. */
export interface Seen {
  size: number;
  root: string;
}
export interface Audited {
  size: number;
  root: Bytes;
  /** Whether the leaves give the root of the checkpoint. */
  tree: Finding;
  signed: Finding;
  /** Whether the log still begins with what was seen before; undefined when nothing was, or nothing as long. */
  grown: Finding | undefined;
}

/** Fetch and recompute everything. `progress` hears of leaves read and leaves in all. */
export async function audit(key: string, before: Seen | undefined, progress: (read: number, size: number) => void): Promise<Audited> {
  const note = await (await ask(`${LOG}/checkpoint`)).text();
  const checkpoint = readCheckpoint(note);
  if (!checkpoint) throw new Error('this is no checkpoint');
  const hashes: Bytes[] = [];
  for (let at = 0; at < checkpoint.size; at += TILE) {
    hashes.push(...(await readBundle(at, Math.min(TILE, checkpoint.size - at))));
    progress(hashes.length, checkpoint.size);
  }
  const complete = hashes.length === checkpoint.size;
  return {
    size: checkpoint.size,
    root: checkpoint.root,
    tree: complete && same(await rootOf(hashes), checkpoint.root) ? 'holds' : 'fails',
    signed: await checkSignature(note, key),
    grown: before && (await compare(before, hashes)),
  };
}

/** The address of a tile: three digits a group, all but the last after an x. */
export function tilePath(level: number | 'entries', index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let above = Math.floor(index / 1000); above > 0; above = Math.floor(above / 1000)) {
    groups.unshift(`x${String(above % 1000).padStart(3, '0')}`);
  }
  return `tile/${level}/${groups.join('/')}${width < TILE ? `.p/${width}` : ''}`;
}

async function readBundle(at: number, width: number): Promise<Bytes[]> {
  const body = await (await ask(`${LOG}/${tilePath('entries', at / TILE, width)}`)).arrayBuffer();
  const view = new DataView(body);
  const leaves: Promise<Bytes>[] = [];
  for (let start = 0; start + 2 <= body.byteLength; ) {
    const length = view.getUint16(start);
    leaves.push(hashLeaf(new Uint8Array(body, start + 2, length)));
    start += 2 + length;
  }
  return Promise.all(leaves);
}

async function compare(before: Seen, hashes: readonly Bytes[]): Promise<Finding> {
  if (before.size > hashes.length) return 'fails';
  return toHex(await rootOf(hashes.slice(0, before.size))) === before.root ? 'holds' : 'fails';
}

async function ask(path: string): Promise<Response> {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

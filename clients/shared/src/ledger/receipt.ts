/* Checking a receipt in the browser: nothing is believed that can be computed. */

import type { LeafProof } from '../api/types.ts';
import { fromHex, fromText, same, toHex } from './encoding.ts';
import { checkSignature, readCheckpoint, type Finding } from './note.ts';
import { hashLeaf, rootOfInclusion, sha256, type Bytes } from './tree.ts';

export interface Expected {
  index: number;
  leaf_hash: string;
  /** What must stand in the content that the leaf commits to. */
  content: Record<string, unknown>;
}
/** One finding a question. `gone`: the opening was destroyed, so that nobody can show what the leaf commits to. */
export interface Checked {
  leaf: Finding;
  content: Finding | 'gone';
  included: Finding;
  signed: Finding;
  size: number;
}

export async function checkReceipt(given: LeafProof, expected: Expected): Promise<Checked> {
  const leaf = await hashLeaf(fromText(given.leaf));
  const checkpoint = readCheckpoint(given.checkpoint);
  const proof = given.proof.map(fromHex).filter((step): step is Bytes => step !== undefined);
  const root = checkpoint && (await rootOfInclusion(leaf, given.index, checkpoint.size, proof));
  return {
    leaf: said(given.index === expected.index && toHex(leaf) === expected.leaf_hash),
    content: await checkContent(given, expected.content),
    included: said(same(root, checkpoint?.root)),
    signed: await checkSignature(given.checkpoint, given.key),
    size: checkpoint?.size ?? 0,
  };
}

/** Whether everything that was asked holds. */
export const holds = ({ leaf, content, included, signed }: Checked): boolean =>
  [leaf, content, included, signed].every((finding) => finding === 'holds');

async function checkContent(given: LeafProof, expected: Record<string, unknown>): Promise<Checked['content']> {
  if (!given.opening) return 'gone';
  const salt = fromHex(given.opening.salt);
  const commitment = salt && toHex(await sha256(salt, fromText(given.opening.content)));
  const leaf = JSON.parse(given.leaf) as { commitment?: unknown };
  const content = JSON.parse(given.opening.content) as Record<string, unknown>;
  const agrees = Object.entries(expected).every(([name, value]) => content[name] === value);
  return said(agrees && commitment !== undefined && commitment === leaf.commitment);
}

const said = (it: boolean): Finding => (it ? 'holds' : 'fails');

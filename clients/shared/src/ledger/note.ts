/* Checkpoints as C2SP writes them: tlog-checkpoint in a signed-note with an Ed25519 signature. */

import { fromBase64, fromHex, fromText, same } from './encoding.ts';
import { sha256, type Bytes } from './tree.ts';

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
}
/** What could be found out; `unknown`: this browser cannot. */
export type Finding = 'holds' | 'fails' | 'unknown';

const ED25519 = 1;

/** What a checkpoint says; undefined for what is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [origin, size, encoded] = note.split('\n');
  const root = fromBase64(encoded ?? '');
  if (!origin || !size || !/^(?:0|[1-9]\d*)$/.test(size) || root?.length !== 32) return undefined;
  return { origin, size: Number(size), root };
}

/** Whether this key, as note tools write keys, has signed the note. */
export async function checkSignature(note: string, key: string): Promise<Finding> {
  const [name, id, encoded] = parts(key);
  const typed = fromBase64(encoded);
  const end = note.lastIndexOf('\n\n');
  if (!typed || typed[0] !== ED25519 || end < 0) return 'fails';
  const known = (await sha256(fromText(`${name}\n`), typed)).slice(0, 4);
  if (!same(known, fromHex(id))) return 'fails';
  for (const line of note.slice(end + 2).split('\n')) {
    const signature = fromBase64(line.slice(line.lastIndexOf(' ') + 1));
    const ours = line.startsWith(`— ${name} `) && signature && same(signature.slice(0, 4), known);
    if (ours) return verify(typed.slice(1), signature.slice(4), fromText(note.slice(0, end + 1)));
  }
  return 'fails';
}

async function verify(publicKey: Bytes, signature: Bytes, text: Bytes): Promise<Finding> {
  let key: CryptoKey;
  try {
    key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  } catch {
    return 'unknown';
  }
  return (await crypto.subtle.verify('Ed25519', key, signature, text)) ? 'holds' : 'fails';
}

/** A key is name+id+base64, and base64 may hold plus signs itself. */
function parts(key: string): [string, string, string] {
  const [name = '', id = '', ...rest] = key.split('+');
  return [name, id, rest.join('+')];
}

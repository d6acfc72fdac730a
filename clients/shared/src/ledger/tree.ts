/* The Merkle tree of RFC 6962 §2.1, with the browser's own SHA-256. */

export type Bytes = Uint8Array<ArrayBuffer>;

export async function sha256(...parts: readonly Uint8Array[]): Promise<Bytes> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}

export const hashLeaf = (leaf: Uint8Array): Promise<Bytes> => sha256(Uint8Array.of(0), leaf);
export const hashChildren = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(Uint8Array.of(1), left, right);

/** The root over these leaf hashes. */
export async function rootOf(hashes: readonly Bytes[]): Promise<Bytes> {
  if (hashes.length <= 1) return hashes[0] ?? (await sha256());
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return hashChildren(await rootOf(hashes.slice(0, split)), await rootOf(hashes.slice(split)));
}

/** The root that an inclusion proof leads to; undefined when it has not the length that it must have. */
export async function rootOfInclusion(leaf: Bytes, index: number, size: number, proof: readonly Bytes[]): Promise<Bytes | undefined> {
  if (!(index >= 0 && index < size)) return undefined;
  let [node, last, root, used] = [index, size - 1, leaf, 0];
  while (last > 0) {
    if (node % 2 === 1 || node < last) {
      const sibling = proof[used++];
      if (!sibling) return undefined;
      root = node % 2 === 1 ? await hashChildren(sibling, root) : await hashChildren(root, sibling);
    }
    // Not by shifting, which stops at 32 bits.
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return used === proof.length ? root : undefined;
}

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LeafProof } from '../src/api/index.ts';
import { audit, tilePath } from '../src/ledger/audit.ts';
import { fromHex, fromText, toHex } from '../src/ledger/encoding.ts';
import { checkReceipt, holds } from '../src/ledger/index.ts';
import { checkSignature } from '../src/ledger/note.ts';
import { hashChildren, hashLeaf, rootOf, rootOfInclusion, sha256, type Bytes } from '../src/ledger/tree.ts';

// What certificate transparency logs and implementations of signed-note are tested with.
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const knownKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const knownNote =
  'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

const origin = 'chat.example.org/api/v1/ledger';
let signer: CryptoKey;
let key: string;
let keyId: Bytes;

beforeAll(async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  signer = pair.privateKey;
  const typed = Uint8Array.of(1, ...new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  keyId = (await sha256(fromText(`${origin}\n`), typed)).slice(0, 4);
  key = `${origin}+${toHex(keyId)}+${base64(typed)}`;
});

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

async function note(size: number, root: Uint8Array): Promise<string> {
  const text = `${origin}\n${size}\n${base64(root)}\n`;
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', signer, fromText(text)));
  return `${text}\n— ${origin} ${base64(Uint8Array.of(...keyId, ...signature))}\n`;
}

describe('the tree', () => {
  it('has the known roots', async () => {
    for (const [size, root] of roots.entries()) {
      const hashes = await Promise.all(inputs.slice(0, size).map((input) => hashLeaf(fromHex(input) as Bytes)));
      expect(toHex(await rootOf(hashes))).toBe(root);
    }
  });

  it('is led to by proofs of the right length only', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((text) => hashLeaf(fromText(text))));
    if (!a || !b || !c) throw new Error();
    const ab = await hashChildren(a, b);
    const root = await rootOf([a, b, c]);
    expect(await rootOfInclusion(b, 1, 3, [a, c])).toEqual(root);
    expect(await rootOfInclusion(c, 2, 3, [ab])).toEqual(root);
    expect(await rootOfInclusion(b, 0, 3, [a, c])).not.toEqual(root);
    expect(await rootOfInclusion(c, 2, 3, [])).toBeUndefined();
    expect(await rootOfInclusion(c, 2, 3, [ab, ab])).toBeUndefined();
    expect(await rootOfInclusion(c, 3, 3, [ab])).toBeUndefined();
  });
});

describe('a signed note', () => {
  it('is known by its key', async () => {
    expect(await checkSignature(knownNote, knownKey)).toBe('holds');
    expect(await checkSignature(knownNote.replace('answer', 'question'), knownKey)).toBe('fails');
    expect(await checkSignature(knownNote, knownKey.replace('c74f20a3', 'c74f20a4'))).toBe('fails');
    expect(await checkSignature(knownNote, key)).toBe('fails');
    expect(await checkSignature('', knownKey)).toBe('fails');
  });

  it('is left open where the browser knows no Ed25519', async () => {
    const spy = vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(new DOMException('no', 'NotSupportedError'));
    expect(await checkSignature(knownNote, knownKey)).toBe('unknown');
    spy.mockRestore();
  });
});

describe('a receipt', () => {
  const content = '{"id":"r1","note":"à 20 h","reason":"spam"}';
  const salt = '01'.repeat(32);
  let given: LeafProof;
  let expected: { index: number; leaf_hash: string; content: Record<string, unknown> };

  beforeAll(async () => {
    const commitment = toHex(await sha256(fromHex(salt) as Bytes, fromText(content)));
    const leaf = `{"category":"report.received","commitment":"${commitment}","time":"2026-11-24T20:00:00.000Z"}`;
    const other = await hashLeaf(fromText('other'));
    const own = await hashLeaf(fromText(leaf));
    const proof = [toHex(other)];
    const root = await hashChildren(other, own);
    given = { index: 1, leaf_hash: toHex(own), leaf, proof, checkpoint: await note(2, root), key, opening: { salt, content } };
    expected = { index: 1, leaf_hash: toHex(own), content: { id: 'r1', reason: 'spam' } };
  });

  it('holds as it was given', async () => {
    const checked = await checkReceipt(given, expected);
    expect(checked).toEqual({ leaf: 'holds', content: 'holds', included: 'holds', signed: 'holds', size: 2 });
    expect(holds(checked)).toBe(true);
  });

  it('says what was touched', async () => {
    const touched: [Partial<LeafProof>, string][] = [
      [{ index: 0 }, 'leaf'],
      [{ leaf: given.leaf.replace('spam', '').replace('report', 'Report') }, 'leaf'],
      [{ proof: [] }, 'included'],
      [{ proof: ['no hex'] }, 'included'],
      [{ checkpoint: given.checkpoint.replace('\n2\n', '\n3\n') }, 'signed'],
      [{ checkpoint: '' }, 'signed'],
      [{ opening: { salt, content: content.replace('20', '21') } }, 'content'],
      [{ opening: { salt: 'no hex', content } }, 'content'],
    ];
    for (const [change, name] of touched) {
      const checked = await checkReceipt({ ...given, ...change }, expected);
      expect(checked[name as 'leaf']).toBe('fails');
      expect(holds(checked)).toBe(false);
    }
  });

  it('is about what was expected, or says so', async () => {
    expect((await checkReceipt(given, { ...expected, content: { id: 'r2' } })).content).toBe('fails');
    expect((await checkReceipt({ ...given, opening: null }, expected)).content).toBe('gone');
  });
});

describe('an audit', () => {
  afterEach(() => void vi.unstubAllGlobals());

  async function serve(entries: readonly string[], checkpoint?: string): Promise<Bytes> {
    const bytes = entries.map(fromText);
    const root = await rootOf(await Promise.all(bytes.map(hashLeaf)));
    const bundle = Uint8Array.from(bytes.flatMap((entry) => [entry.length >> 8, entry.length & 255, ...entry]));
    const signed = checkpoint ?? (await note(entries.length, root));
    vi.stubGlobal('fetch', async (path: string) =>
      path.endsWith('/checkpoint') ? new Response(signed) : new Response(bundle),
    );
    return root;
  }

  it('computes the tree anew and compares it with what it saw before', async () => {
    const root = await serve(['a', 'b', 'c']);
    const before = { size: 2, root: toHex(await rootOf(await Promise.all(['a', 'b'].map((text) => hashLeaf(fromText(text)))))) };
    const heard: number[] = [];
    const found = await audit(key, before, (read) => heard.push(read));
    expect(found).toEqual({ size: 3, root, tree: 'holds', signed: 'holds', grown: 'holds' });
    expect(heard).toEqual([3]);
    expect((await audit(key, { size: 2, root: '00' }, () => undefined)).grown).toBe('fails');
    expect((await audit(key, { size: 4, root: '00' }, () => undefined)).grown).toBe('fails');
    expect((await audit(key, undefined, () => undefined)).grown).toBeUndefined();
  });

  it('finds a leaf that is not what was signed', async () => {
    const root = await serve(['a', 'b']);
    await serve(['a', 'x'], await note(2, root));
    expect((await audit(key, undefined, () => undefined)).tree).toBe('fails');
    await serve(['a'], await note(2, root));
    expect((await audit(key, undefined, () => undefined)).tree).toBe('fails');
  });

  it('asks for tiles where C2SP says they are', () => {
    expect(tilePath('entries', 0, 3)).toBe('tile/entries/000.p/3');
    expect(tilePath(0, 1_234_067, 256)).toBe('tile/0/x001/x234/067');
    expect(tilePath(2, 1_000, 255)).toBe('tile/2/x001/000.p/255');
  });
});

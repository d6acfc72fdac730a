"""An auditor of the ledger who has read RFC 6962 and the C2SP texts (signed-note, tlog-checkpoint, tlog-tiles), and
nothing of Veillée. Imports nothing of it.
"""

import base64
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Fetch = Callable[[str], bytes]
"""fetch(path below the log's prefix): the body, or LookupError."""


def mth(entries: list[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return node(mth(entries[:k]), mth(entries[k:]))


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """RFC 6962 §2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def proof(m: int, entries: list[bytes]) -> list[bytes]:
    """RFC 6962 §2.1.2."""
    return subproof(m, entries, True)


def subproof(m: int, entries: list[bytes], whole: bool) -> list[bytes]:
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_inclusion(index: int, size: int, leaf_hash: bytes, steps: list[bytes]) -> bytes:
    """RFC 9162 §2.1.3.2."""
    fn, sn, r = index, size - 1, leaf_hash
    for p in steps:
        assert sn != 0, "the proof is too long"
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "the proof is too short"
    return r


def check_consistency(first: int, second: int, first_root: bytes, second_root: bytes, steps: list[bytes]) -> None:
    """RFC 9162 §2.1.4.2."""
    if first == second:
        assert not steps and first_root == second_root
        return
    if first & (first - 1) == 0:
        steps = [first_root, *steps]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for c in steps[1:]:
        assert sn != 0, "the proof is too long"
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "the proof is too short"
    assert fr == first_root, "the older tree is another one"
    assert sr == second_root, "the newer tree is another one"


def check_note(note: bytes, verifier_key: str) -> str:
    """signed-note: the text, if this key signed it. The key: name+hex id+base64(type, key)."""
    name, key_id, key = verifier_key.split("+", 2)
    algorithm = base64.b64decode(key, validate=True)
    assert algorithm[:1] == b"\x01", "only Ed25519 is known here"
    assert hashlib.sha256(name.encode() + b"\n" + algorithm).digest()[:4].hex() == key_id
    written = note.decode("utf-8")
    assert not any(ord(char) < 0x20 and char != "\n" for char in written)
    text, signatures = written.rsplit("\n\n", 1)
    assert signatures.endswith("\n")
    for line in signatures.splitlines():
        dash, signer, encoded = line.split(" ")
        assert dash == "\u2014"
        signature = base64.b64decode(encoded, validate=True)
        if signer == name and signature[:4].hex() == key_id:
            Ed25519PublicKey.from_public_bytes(algorithm[1:]).verify(signature[4:], (text + "\n").encode())
            return text + "\n"
    raise AssertionError("nobody who is known signed this")


def read_checkpoint(note: bytes, verifier_key: str) -> tuple[str, int, bytes]:
    """tlog-checkpoint: origin, size, root."""
    origin, size, root, *_ = check_note(note, verifier_key).split("\n")
    assert str(int(size)) == size
    return origin, int(size), base64.b64decode(root, validate=True)


def check_tlog_proof(text: bytes, verifier_key: str, entry: bytes) -> None:
    """tlog-proof: that this entry is in the log, offline."""
    head, note = text.decode().split("\n\n", 1)
    version, index, *steps = head.split("\n")
    assert version == "c2sp.org/tlog-proof@v1"
    name, _, number = index.partition(" ")
    assert name == "index" and str(int(number)) == number
    _, size, root = read_checkpoint(note.encode(), verifier_key)
    proof = [base64.b64decode(step, validate=True) for step in steps]
    assert root_from_inclusion(int(number), size, mth([entry]), proof) == root


def tile_path(level: int | str, index: int, width: int) -> str:
    """tlog-tiles: where a tile is."""
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{name}" + (f".p/{width}" if width < 256 else "")


def fetch_level(fetch: Fetch, level: int, count: int) -> list[bytes]:
    """All hashes of a level."""
    hashes: list[bytes] = []
    for at in range(0, count, 256):
        width = min(256, count - at)
        body = fetch(tile_path(level, at // 256, width))
        assert len(body) == 32 * width
        hashes += [body[n : n + 32] for n in range(0, len(body), 32)]
    return hashes


def fetch_entries(fetch: Fetch, size: int) -> list[bytes]:
    """All entries."""
    entries: list[bytes] = []
    for at in range(0, size, 256):
        body, start = fetch(tile_path("entries", at // 256, min(256, size - at))), 0
        while start < len(body):
            length = int.from_bytes(body[start : start + 2], "big")
            entries.append(body[start + 2 : start + 2 + length])
            start += 2 + length
    return entries


def audit(fetch: Fetch, verifier_key: str) -> tuple[int, bytes, list[bytes]]:
    """The whole log: checkpoint, entries, and every tile of every level agree. Size, root and entries."""
    _, size, root = read_checkpoint(fetch("checkpoint"), verifier_key)
    entries = fetch_entries(fetch, size)
    assert len(entries) == size
    assert mth(entries) == root, "the checkpoint is of another tree"
    level, count = 0, size
    while count:
        expected = [mth(entries[n * 256**level : (n + 1) * 256**level]) for n in range(count)]
        assert fetch_level(fetch, level, count) == expected, f"tiles of level {level}"
        level, count = level + 1, count // 256
    return size, root, entries

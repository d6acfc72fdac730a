"""`veillee judge` between two programs: an answer to each line as soon as it is asked, and to many at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

from veillee.server.stream import CHUNK_BYTES, lines_as_they_come


def test_it_says_when_it_is_about_to_wait() -> None:
    reading, writing = os.pipe()
    more = iter((b"c\n", b"d\ne", None))
    waits = 0

    def write_more() -> None:
        nonlocal waits
        waits += 1
        piece = next(more)
        os.close(writing) if piece is None else os.write(writing, piece)

    os.write(writing, b"a\nb\n")
    assert [(line, waits) for line in lines_as_they_come(reading, write_more)] == [
        ("a", 0), ("b", 0), ("c", 1), ("d", 2), ("e", 3),
    ]  # fmt: skip
    os.close(reading)


def test_lines_are_whole_whatever_pieces_they_come_in() -> None:
    reading, writing = os.pipe()
    text = "é" * 100
    pieces = iter(f"{text}\n{text}".encode())

    def write_more() -> None:
        byte = next(pieces, None)
        os.close(writing) if byte is None else os.write(writing, bytes([byte]))

    assert list(lines_as_they_come(reading, write_more)) == [text, text]
    os.close(reading)


def test_a_file_is_read_to_its_end_without_waiting(tmp_path: Path) -> None:
    lines = ["x" * (CHUNK_BYTES + 1), "", "é", "last"]
    file = tmp_path / "lines"
    file.write_bytes(b"\xff\n" + "\n".join(lines).encode())
    waits: list[None] = []
    with file.open("rb") as opened:
        read = list(lines_as_they_come(opened.fileno(), lambda: waits.append(None)))
    assert (read, waits) == (["\ufffd", *lines], [])


def test_judge_answers_before_its_input_ends() -> None:
    command = [sys.executable, "-m", "veillee", "judge"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None and running.stdout is not None
        for number in range(3):
            running.stdin.write(json.dumps({"id": number, "text": "bonsoir"}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
    assert running.returncode == 0

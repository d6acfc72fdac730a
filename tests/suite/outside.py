"""Published sets, read from a folder outside the repository: for evaluation only, never copied in."""

import csv
from collections.abc import Iterator
from pathlib import Path

Row = tuple[str, bool, str]
"""Text, whether it should be caught, functionality."""


def hatecheck(folder: Path) -> Iterator[Row]:
    """HateCheck EN (Röttger et al. 2021): `test_suite_cases.csv`."""
    with (folder / "hatecheck" / "test_suite_cases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["test_case"], row["label_gold"] == "hateful", row["functionality"]


def misspelt(folder: Path) -> Iterator[tuple[str, str, str]]:
    """HateCheck's disguises: functionality, disguised, and the same as it was before."""
    with (folder / "hatecheck" / "test_suite_cases.csv").open(encoding="utf-8") as file:
        rows = {row["case_id"]: row for row in csv.DictReader(file)}
    for row in rows.values():
        before = rows.get(row["ref_case_id"].partition(".")[0])
        if row["functionality"].startswith("spell_") and before is not None:
            yield row["functionality"], row["test_case"], before["test_case"]


def sms(folder: Path) -> Iterator[Row]:
    """SMS Spam Collection (Almeida et al. 2011), without its duplicates."""
    lines = (folder / "sms" / "SMSSpamCollection").read_text("utf-8").splitlines()
    for line in dict.fromkeys(lines):
        kind, text = line.split("\t", 1)
        yield text, kind == "spam", kind


def convabuse(folder: Path, part: str = "test") -> Iterator[Row]:
    """ConvAbuse (Curry et al. 2021), its `train`, `valid` or `test` part.

    Abusive when most annotators gave a negative grade.
    """
    with (folder / "convabuse" / f"ConvAbuseEMNLP{part}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            marks = {grade: _marks(row, grade) for grade in ("1", "0", "-1", "-2", "-3")}
            abusive = marks["-1"] + marks["-2"] + marks["-3"] > marks["1"] + marks["0"]
            yield row["user"], abusive, "abuse" if abusive else "fine"


def _marks(row: dict[str, str], grade: str) -> int:
    return sum(row[name] in ("1", "1.0") for name in row if name.endswith(f"is_abuse.{grade}"))

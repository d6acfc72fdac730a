"""`bin/evaluate`: recall and alarms per functionality, as Markdown."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.suite import outside
from tests.suite.cases import functionalities, ordinary_chat
from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Gate, Submission, Verdict


def main(arguments: list[str]) -> None:
    gate = Gate.load(asset_dir("policies"))

    def review(text: str) -> Verdict:
        return gate.review(Submission(text=text, audience="private"))

    lines = [f"Policy version `{gate.version}`, {len(gate.rules)} rules.", "", *_suite(review), "", *_chat(review)]
    for folder in map(Path, arguments):
        lines += ["", *_hatecheck(review, folder), "", *_others(review, folder)]
    sys.stdout.write("\n".join(lines) + "\n")


def _suite(review: Callable[[str], Verdict]) -> Iterator[str]:
    yield "| functionality | label | caught | twins with an alarm |"
    yield "| --- | --- | --- | --- |"
    for name, each in functionalities().items():
        caught = sum(each.label in review(text).labels for text in each.harmful)
        alarms = sum(each.label in review(text).labels for text in each.benign)
        yield f"| {name} | `{each.label}` | {caught}/{len(each.harmful)} | {alarms}/{len(each.benign)} |"


def _chat(review: Callable[[str], Verdict]) -> Iterator[str]:
    effects = Counter(review(text).effect for text in ordinary_chat())
    yield f"Ordinary chat, {effects.total()} lines: " + ", ".join(f"{effect} {n}" for effect, n in effects.items())


def _hatecheck(review: Callable[[str], Verdict], folder: Path) -> Iterator[str]:
    rows = [(hateful, _attacks(review(text)), name) for text, hateful, name in outside.hatecheck(folder)]
    yield f"HateCheck EN, {len(rows)} cases, macro-F1 {_macro_f1((gold, said) for gold, said, _ in rows):.3f}"
    right, seen = Counter(n for g, s, n in rows if g == s), Counter(n for _, _, n in rows)
    yield ""
    yield "| functionality | accuracy | cases |"
    yield "| --- | --- | --- |"
    for name, count in seen.items():
        yield f"| {name} | {right[name] / count:.2f} | {count} |"


def _others(review: Callable[[str], Verdict], folder: Path) -> Iterator[str]:
    effects = Counter((kind, review(text).effect) for text, _, kind in outside.sms(folder))
    for kind in ("spam", "ham"):
        total = sum(n for (each, _), n in effects.items() if each == kind)
        shares = ", ".join(f"{effect} {n / total:.2%}" for (each, effect), n in effects.items() if each == kind)
        yield f"SMS, {kind}, {total} without duplicates: {shares}"
        yield ""
    rows = [(abusive, bool(review(text).labels)) for text, abusive, _ in outside.convabuse(folder)]
    yield f"ConvAbuse, test part, {len(rows)} lines: macro-F1 {_macro_f1(rows):.3f}"


def _attacks(verdict: Verdict) -> bool:
    return bool({"hate", "threat"} & set(verdict.labels))


def _macro_f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    counts = Counter(pairs)
    wrong = counts[True, False] + counts[False, True]
    return sum(2 * counts[x, x] / max(1, 2 * counts[x, x] + wrong) for x in (True, False)) / 2


if __name__ == "__main__":
    main(sys.argv[1:])

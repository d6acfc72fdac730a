"""`bin/evaluate`: what the gate recognises and what it leaves, as Markdown."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.suite import outside, speed, there
from tests.suite.cases import REGISTERS, functionalities, ordinary_chat, written_by
from tests.suite.disguises import DISGUISES
from tests.suite.measures import (
    CRITICAL,
    STOPS,
    Score,
    alarm_rate,
    by_register,
    kept_under,
    macro_f1,
    recall,
    score,
    verdict_on,
)
from veillee.foundation.basics.assets import asset_dir
from veillee.safety.policy import Effect, Gate, Verdict

SPEED, WRITE = "--speed", "--write"
SPEED_FILE = Path(__file__).parents[2] / "docs" / "evaluation.md"
SPEED_TITLE = "## Speed\n"


def load() -> Gate:
    return Gate.load(asset_dir("policies"))


def main(arguments: list[str]) -> None:
    if WRITE in arguments:
        write_speed(SPEED_FILE, "\n".join(speed.table(load)))
        return
    lines = speed.table(load) if SPEED in arguments else _everything(load(), [Path(each) for each in arguments])
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
    except BrokenPipeError:
        sys.stderr.close()


def write_speed(file: Path, measured: str) -> None:
    """Into the document, in place of what its section says."""
    before, _, rest = file.read_text("utf-8").partition(SPEED_TITLE)
    _, title, after = rest.partition("\n## ")
    note = f"Written by `bin/evaluate {SPEED} {WRITE}`; figures are of one day and one machine.\n\n"
    file.write_text(f"{before}{SPEED_TITLE}\n{note}{measured}\n{title}{after}", "utf-8")


def _everything(gate: Gate, folders: list[Path]) -> Iterator[str]:
    yield f"Policy version `{gate.version}`, {len(gate.rules)} rules."
    yield from _suite(gate, "harm", "The suite")
    yield from _chat(gate, "chat")
    yield from _disguises(gate)
    yield from _suite(gate, "unseen", "Unseen")
    yield from _chat(gate, "unseen")
    yield from _blind(gate)
    for folder in folders:
        yield from _hatecheck(gate, folder)
        yield from _others(gate, folder)


def _suite(gate: Gate, folder: str, title: str) -> Iterator[str]:
    scores = {name: score(gate, each) for name, each in functionalities(folder).items()}
    cases = sum(len(each.harmful) + len(each.benign) for each in scores.values())
    yield from ("", f"## {title}: {len(scores)} functionalities, {cases} cases", "")
    yield "| functionality | label | caught | effects | twins with the label | twins stopped |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, each in scores.items():
        yield f"| {name} | `{each.label}` | {_share(each)} | {_effects(each.effects)} | {_alarms(each)} |"
    critical = [each for each in scores.values() if each.label in CRITICAL]
    for group, chosen in (("all labels", list(scores.values())), ("critical labels", critical)):
        yield from ("", f"Recall, {group}: {recall(chosen):.1%}; twins with the label: {alarm_rate(chosen):.1%}.")
    said = (f"{REGISTERS[name]} {caught}/{total}" for name, (caught, total) in by_register(scores.values()).items())
    yield from ("", "By register: " + ", ".join(said) + ".")


def _blind(gate: Gate) -> Iterator[str]:
    yield from (
        "",
        "## By authors who had seen no rule",
        "",
        "| lines | label | caught | twins with the label | twins stopped |",
    )
    yield "| --- | --- | --- | --- | --- |"
    for name, lines in written_by("blind").items():
        labels = dict.fromkeys(label for label, _, _ in lines.pairs)
        groups = {f"`{label}`": {label} for label in labels} | {"critical labels": CRITICAL, "all labels": {*labels}}
        judged = [(label, verdict_on(gate, line), verdict_on(gate, twin)) for label, line, twin in lines.pairs]
        for group, chosen in groups.items():
            rows = [row for row in judged if row[0] in chosen]
            caught, alarms = (sum(label in row[at].labels for label, *row in rows) for at in (0, 1))
            stopped = sum(twin.effect in STOPS for _, _, twin in rows)
            yield f"| {name} | {group} | {caught}/{len(rows)} | {alarms} | {stopped} |"
        effects = Counter(verdict_on(gate, text).effect for text in lines.chat)
        yield f"| {name} | ordinary chat | {_effects(effects)} | | |"


def _share(each: Score) -> str:
    return f"{len(each.harmful) - len(each.missed)}/{len(each.harmful)}"


def _alarms(each: Score) -> str:
    return f"{len(each.alarms)}/{len(each.benign)} | {len(each.stopped)}/{len(each.benign)}"


def _effects(effects: Counter[Effect]) -> str:
    return ", ".join(f"{effect} {count}" for effect, count in effects.most_common())


def _chat(gate: Gate, folder: str) -> Iterator[str]:
    effects = Counter(verdict_on(gate, text).effect for text in ordinary_chat(folder))
    yield from ("", f"Ordinary chat, {effects.total()} lines: {_effects(effects)}.")


def _disguises(gate: Gate) -> Iterator[str]:
    lines = [(each.label, case.text) for each in functionalities().values() for case in each.harmful]
    yield from ("", "| disguise | caught of what is caught undisguised |", "| --- | --- |")
    for name, disguise in DISGUISES.items():
        kept, total = kept_under(gate, disguise, lines)
        yield f"| {name} | {kept / total:.1%} |"


def _hatecheck(gate: Gate, folder: Path) -> Iterator[str]:
    rows = [(hateful, _attacks(verdict_on(gate, text)), name) for text, hateful, name in outside.hatecheck(folder)]
    pairs = [(gold, said) for gold, said, _ in rows]
    yield from ("", f"## HateCheck EN, {len(rows)} cases: macro-F1 {macro_f1(pairs):.3f}", "")
    right, seen = Counter(n for g, s, n in rows if g == s), Counter(n for _, _, n in rows)
    yield "| functionality | accuracy | cases |"
    yield "| --- | --- | --- |"
    for name, count in seen.items():
        yield f"| {name} | {right[name] / count:.2f} | {count} |"
    yield from ("", "| HateCheck's disguise | caught of what is caught undisguised |", "| --- | --- |")
    caught: dict[str, list[bool]] = {}
    for name, disguised, before in outside.misspelt(folder):
        if _attacks(verdict_on(gate, before)):
            caught.setdefault(name, []).append(_attacks(verdict_on(gate, disguised)))
    for name, each in caught.items():
        yield f"| {name} | {sum(each)} of {len(each)}, {sum(each) / len(each):.1%} |"


def _others(gate: Gate, folder: Path) -> Iterator[str]:
    effects = Counter((kind, verdict_on(gate, text).effect) for text, _, kind in outside.sms(folder))
    for kind in ("spam", "ham"):
        total = sum(n for (each, _), n in effects.items() if each == kind)
        shares = ", ".join(f"{effect} {n / total:.2%}" for (each, effect), n in effects.items() if each == kind)
        yield from ("", f"SMS, {kind}, {total} without duplicates: {shares}.")
    rows = [(abusive, bool(verdict_on(gate, text).labels)) for text, abusive, _ in outside.convabuse(folder)]
    yield from ("", f"ConvAbuse, test part, {len(rows)} lines: macro-F1 {macro_f1(rows):.3f}.")
    caught, stopped = there.on_sms(gate.words_of, folder)
    yield from ("", f"The scorer trained there: SMS, ten folds, {caught:.1%} caught, {stopped:.2%} of ham stopped;")
    yield f"ConvAbuse, macro-F1 {there.on_convabuse(gate.words_of, folder):.3f}."


def _attacks(verdict: Verdict) -> bool:
    return bool({"hate", "threat"} & set(verdict.labels))


if __name__ == "__main__":
    main(sys.argv[1:])

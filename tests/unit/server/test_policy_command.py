"""`veillee policy`: what holds together, what does not and where, and what a change would do."""

from pathlib import Path

import pytest

from veillee.server.cli import main

RULE = """
ours.turnip:
  when: {when}
  label: spam
  effect: {effect}
  mode: {mode}
  article: quiet
  text: {{fr: "Pas de navets.", en: "No turnips."}}
  catch: ["un navet"]
  leave: ["une carotte"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "lexicon/ours.yaml": "turnip: {role: target, fr: navet}",
        "signals/ours.yaml": "names_turnip: {any: [turnip]}",
        "rules/ours.yaml": RULE.format(when="names_turnip", effect="hold", mode="on"),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["policy", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_ours_hold_together_and_keep_their_word(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "check")
    assert status == 0 and out.startswith("policies ")
    assert run(capsys, "test")[0] == 0


def test_a_folder_is_tried_beside_ours(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "test", str(folder))[0] == 0
    (folder / "rules" / "ours.yaml").write_text(RULE.format(when="names_turnip && phone", effect="hold", mode="on"))
    status, out, _ = run(capsys, "test", str(folder))
    assert status == 1 and out == "rules/ours.yaml:3: ours.turnip misses 'un navet'\n"
    (folder / "rules" / "ours.yaml").write_text(RULE.format(when="names_tulip", effect="hold", mode="on"))
    status, _, err = run(capsys, "check", str(folder))
    assert status == 1 and err.startswith("veillee: rules/ours.yaml:3: ours.turnip: ")


def test_a_folder_of_the_settings_is_in_force(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run(capsys, "check")[1]
    monkeypatch.setenv("VEILLEE_POLICY__FOLDERS", f'["{folder}"]')
    assert run(capsys, "check")[1] != before


@pytest.mark.parametrize(("mode", "after"), [("on", "hold ours.turnip"), ("shadow", "allow (ours.turnip)")])
def test_backtest_says_what_would_change_without_repeating_words(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], mode: str, after: str
) -> None:
    (folder / "rules" / "ours.yaml").write_text(RULE.format(when="names_turnip", effect="hold", mode=mode))
    lines = tmp_path / "said.jsonl"
    lines.write_text('{"id":1,"text":"une carotte"}\n{"id":2,"text":"un navet secret"}\n')
    assert run(capsys, "backtest", str(lines), str(folder)) == (0, f"2: allow → {after}\n", "")
    assert run(capsys, "backtest", str(lines))[1] == "nothing changes\n"
    lines.write_text("{\n")
    status, _, err = run(capsys, "backtest", str(lines))
    assert status == 1 and err.startswith("veillee: line:1: ")

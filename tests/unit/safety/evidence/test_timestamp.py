"""Time-stamps by somebody else: taken when they are about our hash and well signed, and else not at all."""

from pathlib import Path

import pytest

from tests.unit.safety.evidence.authority import Authority, answering
from veillee.safety.evidence import NoTimestamp, fetch_timestamp, timestamp

DATA = b"le manifeste"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("stranger"))


def test_another_program_takes_it(authority: Authority, tmp_path: Path) -> None:
    with answering(authority.reply) as url:
        stamp = fetch_timestamp(url, DATA, authority.root.read_bytes())
    (tmp_path / "data").write_bytes(DATA)
    (tmp_path / "data.tsr").write_bytes(stamp.response)
    given = ("-data", str(tmp_path / "data"), "-in", str(tmp_path / "data.tsr"), "-CAfile", str(authority.root))
    authority.run("ts", "-verify", *given)


def test_an_authority_that_lies_is_not_believed(authority: Authority, stranger: Authority) -> None:
    for answer, why in (
        (lambda _: authority.reply(authority.query(b"autre chose")), "another hash"),
        (lambda _: authority.reply(authority.query(DATA)), "another request"),
        (stranger.reply, "not signed by whom"),
        (lambda query: authority.reply(query)[:-5], "no time-stamp"),
        (lambda query: authority.reply(query)[:-5] + b"abcde", "not signed by whom"),
        (lambda _: authority.reply(b"nonsense"), "refused"),
        (lambda _: b"<html>", "no time-stamp"),
        (lambda _: b"x" * 70_000, "too long"),
    ):
        with answering(answer) as url, pytest.raises(NoTimestamp, match=why):
            fetch_timestamp(url, DATA, authority.root.read_bytes())


def test_an_authority_that_is_away_or_slow_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timestamp, "ANSWER_SECONDS", 0.2)
    with answering(lambda _: b"") as url:
        pass
    with pytest.raises(NoTimestamp, match="does not answer"):
        fetch_timestamp(url, DATA)
    with pytest.raises(NoTimestamp, match="does not answer"):
        fetch_timestamp("no address", DATA)

"""Decisions: statement, effect, outcome and leaf together; never by whom or when they may not."""

from typing import Any

import httpx
import msgspec
import pytest

from tests.unit.oversight.place import Place, make_verdict
from veillee.community import conversations, people, private_talk
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.duration import duration_words
from veillee.oversight.moderation.statements.store import statements

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"


async def reported(place: Place, conversation: str | None = None) -> str:
    """A case about a message of Bruno's that Anna reported."""
    where = conversation or place.room
    seq = await place.say(place.bruno, where, "méchant")
    subject = {"kind": "message", "conversation": where, "seq": seq}
    assert (await place.report(place.anna, subject)).status_code == 201
    return await only_case(place)


async def only_case(place: Place) -> str:
    (row,) = [row for row in await place.rows(cases) if row.state == "open"]
    case: str = row.id
    return case


async def decide(client: httpx.AsyncClient, case: str, kind: str, **more: Any) -> httpx.Response:
    body = {"kind": kind, "facts": "Un message insultant.", "version": 2} | more
    return await client.post(f"{QUEUE}/{case}/decisions", json=body)


async def binding(place: Place, person: str) -> people.Restriction | None:
    return (await place.caller(person)).restriction


async def test_hiding_hides_explains_and_answers(place: Place) -> None:
    case = await reported(place)
    client = await place.signed_in()
    answer = await decide(client, case, "hide", article="respect")
    assert answer.status_code == 201, answer.text
    taken = answer.json()
    message = await place.database.read(conversations.find_message, place.room, 1)
    assert message is not None
    assert message.hidden
    (statement,) = await place.get(place.bruno, "/statements")
    assert statement["id"] == taken["statement"]
    assert statement["decision"] == "hide"
    assert statement["facts"] == "Un message insultant."
    assert statement["article"]["id"] == "respect"
    assert statement["message"] == {"conversation": place.room, "seq": 1, "text": "méchant"}
    assert (statement["automated"], statement["detected"], statement["source"]) == (False, False, "report")
    assert statement["redress"]["fr"]
    assert place.frames(place.bruno, "statement")[0].statement.id == statement["id"]
    (report,) = await place.get(place.anna, "/reports")
    assert (report["state"], report["outcome"]["code"]) == ("decided", "hidden")
    assert place.frames(place.anna, "report")[0].report.id == report["id"]
    assert {person for person, _ in place.pushed} == {place.anna, place.bruno}
    assert await place.categories() == ["report.received", "statement.issued", "decision.hide"]
    assert taken["receipt"]["leaf_hash"] == (await place.leaves())[-1].leaf_hash


async def test_the_affected_person_never_learns_who_reported_or_decided(place: Place) -> None:
    case = await reported(place)
    client = await place.signed_in()
    await decide(client, case, "ban", article="respect")
    raw = msgspec.json.encode(place.frames(place.bruno, "statement")[0])
    raw += msgspec.json.encode(await place.get(place.bruno, "/statements"))
    for secret in (place.anna, "Anna", "Maud", (await place.rows(statements))[0].staff_id):
        assert secret.encode() not in raw


async def test_nothing_wrong_tells_the_reporter_only(place: Place) -> None:
    case = await reported(place)
    answer = await decide(await place.signed_in(), case, "no_violation")
    assert answer.json()["statement"] is None
    assert {person for person, _ in place.pushed} == {place.anna}
    assert (await place.get(place.anna, "/reports"))[0]["outcome"]["code"] == "no_violation"
    assert await place.get(place.bruno, "/statements") == []


@pytest.mark.parametrize(("kind", "minutes"), [("mute", 60), ("suspend", 1440), ("ban", None)])
async def test_binding_decisions_bind_at_once(place: Place, kind: str, minutes: int | None) -> None:
    case = await reported(place)
    more = {} if minutes is None else {"minutes": minutes}
    answer = await decide(await place.signed_in(), case, kind, article="respect", **more)
    assert answer.status_code == 201, answer.text
    restriction = await binding(place, place.bruno)
    assert restriction is not None
    assert restriction.kind == kind
    assert restriction.statement == answer.json()["statement"]
    assert (restriction.until is None) == (minutes is None)
    assert any(isinstance(event, people.PersonRestricted) for event in place.announced)
    message = await place.database.read(conversations.find_message, place.room, 1)
    assert message is not None
    assert message.hidden
    place.pass_time(minutes=(minutes or 0) + 1)
    assert (await binding(place, place.bruno) is None) == (minutes is not None)


async def test_a_notice_speaks_of_words_only_where_there_are_some(place: Place) -> None:
    client = await place.signed_in()
    await decide(client, await reported(place), "mute", article="respect", minutes=60)
    await place.report(place.anna, {"kind": "person", "id": place.bruno})
    await decide(client, await only_case(place), "mute", article="respect", minutes=60)
    about_person, about_message = await place.get(place.bruno, "/statements")
    assert about_message["notice"]["fr"].endswith("Les mots en cause ne sont plus visibles.")
    assert about_person["notice"]["fr"] == "Pendant 1 heure, vous pouvez lire mais plus écrire."
    assert about_person["message"] is None


async def test_a_warning_only_warns(place: Place) -> None:
    case = await reported(place)
    await decide(await place.signed_in(), case, "warn", article="threats")
    assert await binding(place, place.bruno) is None
    assert len(place.frames(place.bruno, "statement")) == 1


async def test_held_words_are_released_or_refused(place: Place) -> None:
    client = await place.signed_in()
    await place.say_held(place.bruno, place.room, "retenu un", make_verdict("hate"))
    assert (await decide(client, await only_case(place), "release")).status_code == 201
    released = await place.database.read(conversations.find_message, place.room, 1)
    assert released is not None
    assert released.text == "retenu un"
    await place.say_held(place.bruno, place.room, "retenu deux", make_verdict("hate"))
    assert (await decide(client, await only_case(place), "refuse", article="respect")).status_code == 201
    assert await place.database.read(conversations.find_message, place.room, 2) is None
    (statement,) = await place.get(place.bruno, "/statements")
    assert (statement["decision"], statement["detected"], statement["source"]) == ("refuse", True, "own_initiative")
    assert statement["message"]["text"] == "retenu deux"


async def test_first_words_are_released_or_refused(place: Place) -> None:
    client = await place.signed_in()
    for kind, state in (("release", "pending"), ("refuse", "refused")):
        request = await place.ask_held(place.bruno, place.chloe, "bonsoir", make_verdict("ambush"))
        answer = await decide(
            client, await only_case(place), kind, **({"article": "threats"} if kind == "refuse" else {})
        )
        assert answer.status_code == 201, answer.text
        found = await place.database.read(private_talk.find_request, request)
        assert found is not None
        assert found.state == state


async def test_banning_over_held_words_refuses_them(place: Place) -> None:
    await place.say_held(place.bruno, place.room, "retenu", make_verdict("hate"))
    assert (await decide(await place.signed_in(), await only_case(place), "ban", article="respect")).status_code == 201
    assert await place.database.read(conversations.find_message, place.room, 1) is None


async def test_refused_words_can_cost_their_author(place: Place) -> None:
    await place.say_refused(place.bruno, place.room, "refusé", make_verdict("minor_sought", "refuse", urgent=True))
    client = await place.signed_in()
    case = await only_case(place)
    for kind in ("release", "refuse"):
        assert (await decide(client, case, kind, article="respect")).status_code == 422
    assert (await decide(client, case, "suspend", article="respect", minutes=1440)).status_code == 201


async def test_an_auditor_reads_and_does_not_decide(place: Place) -> None:
    case = await reported(place)
    client = await place.signed_in("Odile", "auditor")
    assert (await client.get(f"{QUEUE}/{case}")).status_code == 200
    answer = await decide(client, case, "hide", article="respect")
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/wrong-role"
    assert await place.rows(statements) == []


async def test_a_stale_case_is_not_decided(place: Place) -> None:
    case = await reported(place)
    subject = {"kind": "message", "conversation": place.room, "seq": 1}
    await place.report(place.chloe, subject, "threat")
    client = await place.signed_in()
    answer = await decide(client, case, "no_violation")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/stale-case"
    assert answer.json()["version"] == 3
    assert (await decide(client, case, "no_violation", version=3)).status_code == 201


async def test_a_decided_case_stays_decided(place: Place) -> None:
    case = await reported(place)
    client = await place.signed_in()
    await decide(client, case, "no_violation")
    assert (await decide(client, case, "ban", article="respect")).status_code == 409
    answer = await decide(client, case, "ban", article="respect", version=3)
    assert answer.json()["type"] == "/problems/closed-case"
    assert await binding(place, place.bruno) is None


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("hide", {}, "article"),
        ("hide", {"article": "invented"}, "article"),
        ("hide", {"article": "respect", "minutes": 5}, "minutes"),
        ("hide", {"article": "respect", "facts": "  "}, "facts"),
        ("hide", {"article": "respect", "facts": "x" * 2001}, "facts"),
        ("hide", {"article": "respect", "facts": "a\x00b"}, "facts"),
        ("mute", {"article": "respect"}, "minutes"),
        ("mute", {"article": "respect", "minutes": 9}, "minutes"),
        ("mute", {"article": "respect", "minutes": 7 * 1440 + 1}, "minutes"),
        ("release", {}, "kind"),
        ("refuse", {"article": "respect"}, "kind"),
        ("uphold", {}, "kind"),
        ("reverse", {}, "kind"),
    ],
)
async def test_what_cannot_be_used_is_named(place: Place, kind: str, more: dict[str, Any], field: str) -> None:
    case = await reported(place)
    answer = await decide(await place.signed_in(), case, kind, **more)
    assert answer.status_code == 422, answer.text
    assert list(answer.json()["errors"]) == [field]
    assert await place.rows(statements) == []
    assert await place.categories() == ["report.received"]


async def test_other_shapes_are_unusable(place: Place) -> None:
    case = await reported(place)
    client = await place.signed_in()
    bodies: list[object] = [{}, {"kind": "burn"}, {"kind": "hide", "facts": 3, "version": 2}, [], {"version": "2"}]
    for body in bodies:
        assert (await client.post(f"{QUEUE}/{case}/decisions", json=body)).status_code == 422


async def test_a_decision_whose_effect_fails_never_was(place: Place) -> None:
    case = await reported(place)

    def fail(*_: object) -> None:
        raise ValueError("the effect fails")

    place.listeners.within(conversations.MessageHidden, fail)
    answer = await decide(await place.signed_in(), case, "hide", article="respect")
    assert answer.status_code == 500
    assert await place.rows(statements) == []
    assert await place.categories() == ["report.received"]
    assert (await place.rows(cases))[0].state == "open"
    assert place.pushed == []


async def test_two_decisions_at_once_are_one(place: Place) -> None:
    import asyncio

    case = await reported(place)
    maud, nour = await place.signed_in("Maud"), await place.signed_in("Nour")
    answers = await asyncio.gather(
        decide(maud, case, "hide", article="respect"), decide(nour, case, "ban", article="respect")
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert len(await place.rows(statements)) == 1


async def test_a_subject_reported_again_after_a_decision_is_a_new_case(place: Place) -> None:
    case = await reported(place)
    await decide(await place.signed_in(), case, "no_violation")
    await place.report(place.chloe, {"kind": "message", "conversation": place.room, "seq": 1})
    assert await only_case(place) != case


def test_each_kind_says_what_it_does_in_both_languages() -> None:
    for kind, decision in DECISIONS.items():
        assert decision.kind == kind
        for words in (decision.title, decision.effect):
            assert set(words) == {"fr", "en"}
            assert all(words.values())
        if decision.affects:
            assert all(decision.notice.values())
            assert ("{duration}" in decision.notice["fr"]) == (decision.minutes is not None)
        assert decision.roles
        assert not decision.roles & {"auditor", "flagger"}


@pytest.mark.parametrize(
    ("minutes", "fr", "en"),
    [
        (10, "10 minutes", "10 minutes"),
        (60, "1 heure", "1 hour"),
        (90, "1 heure 30 minutes", "1 hour 30 minutes"),
        (2880, "2 jours", "2 days"),
        (1501, "1 jour 1 heure", "1 day 1 hour"),
    ],
)
def test_durations_in_words(minutes: int, fr: str, en: str) -> None:
    assert duration_words(minutes) == {"fr": fr, "en": en}

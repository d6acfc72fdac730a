"""A picture is reported: staff look at it on record, take it away, bring it back; what is illegal does not return."""

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_package import lines, package
from tests.story import Evening, Member, Watcher, check_problem
from tests.story.pictures import at_home, make_picture, open_picture, upload
from tests.unit.oversight.test_transparency import check
from veillee.oversight.moderation import export_statements
from veillee.server.cli import main
from veillee.server.retention import Retention

pytestmark = pytest.mark.anyio


async def shown(evening: Evening) -> tuple[Member, Member, str, str]:
    """Zoé has sent Ali a picture in private, with words; both, the talk and the picture."""
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    talk = await zoe.befriend(ali)
    picture = await upload(zoe)
    await zoe.say(talk, "Regarde ça", pictures=[picture])
    return zoe, ali, talk, picture


async def on_duty(evening: Evening, name: str = "Maud", role: str = "moderator") -> Watcher:
    maud = await evening.staff(name, role)
    await maud.duty()
    return maud


async def look(who: Member, picture: str) -> int:
    return (await who.http.get(f"/pictures/{picture}")).status_code


async def verify(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> int:
    await evening.settle()
    monkeypatch.setenv("VEILLEE_DATABASE", evening.place.settings.database)
    return main(["ledger", "verify", "--data", str(evening.place.folder.path)])


async def test_a_reported_picture_is_looked_at_on_record_and_taken_away(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe, ali, talk, picture = await shown(evening)
    maud = await on_duty(evening)
    answer = await ali.report({"kind": "picture", "id": picture})
    assert answer.status_code == 201, answer.text
    (row,) = await maud.cases()
    assert (row["subject"]["kind"], row["subject"]["id"]) == ("picture", picture)
    case = await maud.case(row["id"])
    (line,) = [each for each in case["words"]["lines"] if each["subject"]]
    assert line["text"] == "Regarde ça" and [each["id"] for each in line["pictures"]] == [picture]
    answer = await maud.http.get(f"/staff/cases/{row['id']}/pictures/{picture}")
    assert answer.status_code == 200 and open_picture(answer.content).size == (320, 200)
    assert answer.headers["cache-control"] == "no-store"
    assert "looked" in [event["kind"] for event in (await maud.case(row["id"]))["events"]]
    taken = await maud.decide(row["id"], "remove_pictures", article="respect")
    for member in (zoe, ali):
        told = await member.next("pictures", conversation=talk)
        assert told["pictures"] == [{"id": picture, "width": 320, "height": 200, "removed": True}]
        assert await look(member, picture) == 404
    (message,) = [each for each in await ali.history(talk) if "pictures" in each]
    assert message["text"] == "Regarde ça" and message["pictures"][0]["removed"]
    statement = next(each for each in await zoe.get("/statements") if each["id"] == taken["statement"])
    assert statement["decision"] == "remove_pictures" and statement["article"]["id"] == "respect"
    assert (
        statement["message"]["text"] == "Regarde ça"
        and statement["notice"]["fr"]
        and statement["redress"]["en"]
        and statement["facts"] == "Voici pourquoi."
    )
    assert (await ali.get("/reports"))[0]["outcome"]["code"] == "hidden"
    taken = await maud.decide(row["id"], "restore")
    assert taken["undone"]["restored"] == 1
    assert "removed" not in (await ali.next("pictures", conversation=talk))["pictures"][0]
    assert await look(ali, picture) == 200
    assert await verify(evening, monkeypatch) == 0


async def test_only_what_one_has_seen_can_be_reported(evening: Evening) -> None:
    zoe, ali, talk, picture = await shown(evening)
    noor = await evening.enter("Noor")
    unsent = await upload(zoe, make_picture("plum"))
    for who, what in ((noor, picture), (ali, unsent), (ali, talk), (ali, "nothing")):
        check_problem(await who.report({"kind": "picture", "id": what}), 404, "not-found")
    check_problem(await zoe.report({"kind": "picture", "id": picture}), 422, "invalid")
    await ali.tell({"type": "leave", "ref": "dehors", "conversation": talk})
    await ali.next("left", ref="dehors")
    assert (await ali.report({"kind": "picture", "id": picture})).status_code == 201


async def test_staff_see_pictures_of_their_case_alone(evening: Evening) -> None:
    zoe, ali, _, picture = await shown(evening)
    room = await zoe.join(await evening.room())
    elsewhere = await upload(zoe, make_picture("plum"))
    await zoe.say(room, "", pictures=[elsewhere])
    maud = await on_duty(evening)
    await ali.report({"kind": "picture", "id": picture})
    (row,) = await maud.cases()
    for path in (f"{row['id']}/pictures/{elsewhere}", f"{row['id']}/pictures/no", f"{zoe.id}/pictures/{picture}"):
        check_problem(await maud.http.get(f"/staff/cases/{path}"), 404, "not-found")
    assert (await ali.http.get(f"/staff/cases/{row['id']}/pictures/{picture}")).status_code == 401


async def test_who_reads_further_looks_at_the_pictures_there_on_record_and_nobody_else(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe, ali, talk, picture = await shown(evening)
    for number in range(20):
        await zoe.say(talk, f"Et puis {number}")
    maud, nour, ines = await on_duty(evening), await on_duty(evening, "Nour", "senior"), await evening.staff("Inès")
    await ali.report_message(talk, 22)
    (row,) = await maud.cases()
    check_problem(await maud.http.get(f"/staff/cases/{row['id']}/pictures/{picture}"), 404, "not-found")
    body = {"conversation": talk, "before": 200, "after": 0, "minutes": 60, "reason": "Un lieu est en jeu"}
    asked = (await maud.http.post(f"/staff/cases/{row['id']}/further", json=body)).json()
    path = f"/staff/further/{asked['id']}"
    after = await upload(zoe, make_picture("olive"))
    await zoe.say(talk, "", pictures=[after])
    check_problem(await maud.http.get(f"{path}/pictures/{picture}"), 409, "not-open")
    assert (await nour.http.post(f"{path}/answers", json={"open": True})).status_code == 201
    lines = (await maud.http.post(f"{path}/readings")).json()["lines"]
    assert [(line["seq"], shown["id"]) for line in lines for shown in line["pictures"]] == [(2, picture)]
    for reader in (maud, nour):
        answer = await reader.http.get(f"{path}/pictures/{picture}")
        assert answer.status_code == 200 and open_picture(answer.content).size == (320, 200)
        assert answer.headers["cache-control"] == "no-store"
    check_problem(await ines.http.get(f"{path}/pictures/{picture}"), 403, "not-yours")
    for wrong in (after, "no"):
        check_problem(await maud.http.get(f"{path}/pictures/{wrong}"), 404, "not-found")
    # The case itself shows no more than before, and what was looked at widens nothing.
    check_problem(await maud.http.get(f"/staff/cases/{row['id']}/pictures/{picture}"), 404, "not-found")
    told = [each for each in (await maud.case(row["id"]))["events"] if each["kind"] == "further_looked"]
    assert [(each["by"]["name"], each["note"]) for each in told] == [("Maud", "2"), ("Nour", "2")]
    leaves = [leaf.category for leaf in (await evening.stored())["ledger_leaves"]]
    assert leaves.count("further.looked") == 2
    evening.time.pass_(minutes=61)
    check_problem(await maud.http.get(f"{path}/pictures/{picture}"), 409, "not-open")
    assert await verify(evening, monkeypatch) == 0


async def test_what_is_removed_as_illegal_is_not_taken_again(evening: Evening) -> None:
    _, ali, _, picture = await shown(evening)
    maud = await on_duty(evening)
    saved = (await ali.http.get(f"/pictures/{picture}")).content
    await ali.report({"kind": "picture", "id": picture})
    (row,) = await maud.cases()
    grounds = [each["id"] for each in (await maud.http.get("/staff/legal-grounds")).json()]
    law = {"ground": "law", "law": grounds[0], "explanation": "L’image montre une personne sans son accord."}
    taken = await maud.decide(row["id"], "remove_pictures", article=None, **law)
    for raw in (make_picture(), saved):
        check_problem(await ali.http.post("/pictures", content=raw), 422, "picture-refused")
    await upload(ali, make_picture("plum"))
    assert {each.statement_id for each in (await evening.stored())["refused_pictures"]} == {taken["statement"]}
    await maud.decide(row["id"], "restore")
    await upload(ali)


async def test_the_commission_is_told_of_an_image(evening: Evening) -> None:
    _, ali, _, picture = await shown(evening)
    maud = await on_duty(evening)
    await ali.report({"kind": "picture", "id": picture})
    await maud.decide_only_case("remove_pictures", article="respect")
    (record,) = await evening.place.database.read(lambda connection: list(export_statements(connection)))
    check(record)
    assert record["content_type"] == ["CONTENT_TYPE_IMAGE"]
    assert record["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_DISABLED"]


async def test_whoever_is_banned_leaves_no_picture_behind(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    zoe, ali, talk, picture = await shown(evening)
    room = await zoe.join(await evening.room())
    await ali.join(room)
    more = [await upload(zoe, make_picture(colour)) for colour in ("plum", "olive")]
    said = await zoe.say(room, "Deux de plus", pictures=more)
    await zoe.say(room, "Des mots qui blessent")
    maud = await on_duty(evening, role="senior")
    await ali.report_message(room, said["seq"] + 1)
    (row,) = await maud.cases()
    taken = await maud.decide(row["id"], "ban")
    assert taken["scope"] == {"hours": 0, "messages": 0, "first_words": 0, "rooms": 0, "pictures": 3}
    assert [await look(ali, each) for each in (picture, *more)] == [404] * 3
    await maud.decide(row["id"], "restore")
    assert [await look(ali, each) for each in (picture, *more)] == [200] * 3
    assert (await ali.next("pictures", conversation=talk))["pictures"][0]["removed"]
    assert await verify(evening, monkeypatch) == 0


async def test_two_decisions_about_one_picture_are_taken_back_one_by_one(evening: Evening) -> None:
    zoe, ali, talk, picture = await shown(evening)
    maud = await on_duty(evening)
    await ali.report({"kind": "picture", "id": picture})
    await maud.decide_only_case("remove_pictures")
    seq = (await ali.history(talk))[-1]["seq"]
    await ali.report_message(talk, seq)
    (row,) = await maud.cases()
    await maud.decide(row["id"], "remove_pictures")
    first = next(each for each in await maud.cases("decided") if each["subject"]["kind"] == "picture")
    assert (await maud.decide(first["id"], "restore"))["undone"]["kept"] == 1 and await look(ali, picture) == 404
    assert (await maud.decide(row["id"], "restore"))["undone"]["restored"] == 1 and await look(zoe, picture) == 200


async def test_hidden_words_hide_their_pictures_and_bring_them_back(evening: Evening) -> None:
    _, ali, talk, picture = await shown(evening)
    maud = await on_duty(evening)
    seq = (await ali.history(talk))[-1]["seq"]
    await ali.report_message(talk, seq)
    (row,) = await maud.cases()
    await maud.decide(row["id"], "hide")
    assert await look(ali, picture) == 404 and "pictures" not in (await ali.history(talk))[-1]
    await maud.decide(row["id"], "restore")
    assert await look(ali, picture) == 200 and (await ali.history(talk))[-1]["pictures"]


async def test_words_without_pictures_offer_none_to_remove(evening: Evening) -> None:
    zoe, ali, talk, _ = await shown(evening)
    said = await zoe.say(talk, "Rien que des mots")
    maud = await on_duty(evening)
    await ali.report_message(talk, said["seq"])
    (row,) = await maud.cases()
    case = await maud.case(row["id"])
    assert "remove_pictures" not in [offer["kind"] for offer in case["decisions"]]
    body: dict[str, Any] = {
        "kind": "remove_pictures",
        "facts": "Oui.",
        "version": case["version"],
        "article": "respect",
    }
    problem = check_problem(await maud.http.post(f"/staff/cases/{row['id']}/decisions", json=body), 422, "invalid")
    assert problem["errors"] == {"kind": "not-for-this-case"}


async def test_the_copy_outlives_the_picture_and_is_handed_over(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ali, _, picture = await shown(evening)
    maud = await on_duty(evening)
    kept = (await ali.http.get(f"/pictures/{picture}")).content
    await ali.report({"kind": "picture", "id": picture})
    (row,) = await maud.cases()
    folder = tmp_path / "handed"
    assert package(evening, monkeypatch, row["id"], folder) == 0
    assert (folder / "data" / "pictures" / f"{picture}.webp").read_bytes() == kept
    (line,) = [each for each in lines(folder, "messages.jsonl") if each["pictures"]]
    assert line["pictures"][0]["id"] == picture
    await maud.decide(row["id"], "no_violation")
    evening.time.pass_(days=200)
    await clear(evening)
    assert not (await evening.stored())["picture_images"]
    later = await on_duty(evening, "Odile")
    answer = await later.http.get(f"/staff/cases/{row['id']}/pictures/{picture}")
    assert answer.status_code == 200 and answer.content == kept
    custody = (await later.http.get(f"/staff/cases/{row['id']}/evidence")).json()["custody"]
    assert (custody[-1]["act"], custody[-1]["reason"]) == ("read", "picture")
    assert await verify(evening, monkeypatch) == 0


async def test_what_a_reported_person_showed_is_copied_with_it(evening: Evening) -> None:
    zoe, ali, talk, picture = await shown(evening)
    maud = await on_duty(evening)
    assert (await ali.report({"kind": "person", "id": zoe.id, "conversation": talk})).status_code == 201
    (row,) = await maud.cases()
    passages = (await maud.case(row["id"]))["passages"]
    assert [each["id"] for passage in passages for line in passage["lines"] for each in line["pictures"]] == [picture]
    assert (await maud.http.get(f"/staff/cases/{row['id']}/pictures/{picture}")).status_code == 200


async def test_what_a_case_needed_goes_with_the_row_of_its_message(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    room = await zoe.join(await evening.room())
    await ali.join(room)
    picture = await upload(zoe)
    await zoe.say(room, "Regarde", pictures=[picture])
    maud = await on_duty(evening)
    await ali.report({"kind": "picture", "id": picture})
    (row,) = await maud.cases()
    evening.time.pass_(hours=25)
    await clear(evening)
    later = await on_duty(evening, "Odile")
    assert (await later.http.get(f"/staff/cases/{row['id']}/pictures/{picture}")).status_code == 200
    await later.decide(row["id"], "no_violation")
    await clear(evening)
    assert len((await evening.stored())["picture_images"]) == 2 and await look(ali, picture) == 404
    evening.time.pass_(days=400)
    await clear(evening)
    stored = await evening.stored()
    assert not stored["picture_images"] and not stored["pictures"]


async def clear(evening: Evening) -> None:
    await Retention(evening.place.database, evening.place.settings.retention, evening.place.clock).round()
    await evening.settle()

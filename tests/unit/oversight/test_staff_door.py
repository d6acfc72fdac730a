"""Staff come in by a one-time link and a passkey, and by nothing else."""

from typing import Any

import httpx
import pytest

from tests.authenticator import USER_PRESENT, Authenticator
from tests.unit.oversight.place import Place
from veillee.oversight.moderation.staff.store import invites, passkeys, sessions

pytestmark = pytest.mark.anyio

PASSKEYS = "/api/v1/staff/passkeys"
SESSIONS = "/api/v1/staff/sessions"


async def enrolment_options(client: httpx.AsyncClient, invite: str) -> dict[str, Any]:
    answer = await client.post(f"{PASSKEYS}/options", json={"invite": invite})
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.json()["public_key"]
    return options


async def sign_in_options(client: httpx.AsyncClient) -> dict[str, Any]:
    options: dict[str, Any] = (await client.post(f"{SESSIONS}/options")).json()["public_key"]
    return options


async def enrol(place: Place, key: Authenticator) -> None:
    async with place.http() as client:
        invite = await place.invite()
        credential = key.create(await enrolment_options(client, invite))
        answer = await client.post(PASSKEYS, json={"invite": invite, "credential": credential})
        assert answer.status_code == 201, answer.text


def assert_refused(answer: httpx.Response) -> None:
    assert answer.status_code == 401, answer.text
    assert answer.json()["type"] == "/problems/passkey"
    assert "set-cookie" not in answer.headers


async def test_link_then_passkey_then_passkey_again(place: Place) -> None:
    key = Authenticator()
    async with place.http() as client:
        invite = await place.invite("Maud", "admin")
        options = await enrolment_options(client, invite)
        assert options["rp"]["id"] == "localhost"
        assert options["authenticatorSelection"]["userVerification"] == "required"
        answer = await client.post(PASSKEYS, json={"invite": invite, "credential": key.create(options)})
        assert answer.status_code == 201, answer.text
        cookie = answer.headers["set-cookie"]
        for part in ("veillee_staff=", "Path=/api/v1/staff", "HttpOnly", "SameSite=strict"):
            assert part in cookie
        session = (await client.get("/api/v1/staff/session")).json()
        assert session["staff"]["name"] == "Maud"
        assert session["staff"]["role"] == "admin"
        assert session["duty"]["on"] is False
    async with place.http() as client:
        credential = key.get(await sign_in_options(client))
        assert (await client.post(SESSIONS, json={"credential": credential})).status_code == 201
        assert (await client.get("/api/v1/staff/session")).status_code == 200
        assert (await client.delete("/api/v1/staff/session")).status_code == 204
        assert (await client.get("/api/v1/staff/session")).status_code == 401


async def test_secrets_are_stored_as_hashes_only(place: Place) -> None:
    client = await place.signed_in()
    token = client.cookies["veillee_staff"]
    raw = str(await place.rows(sessions)) + str(await place.rows(invites))
    assert token not in raw


async def test_a_link_is_good_once_and_for_a_day(place: Place) -> None:
    async with place.http() as client:
        assert (await client.post(f"{PASSKEYS}/options", json={"invite": "forged"})).status_code == 404
        invite = await place.invite()
        credential = Authenticator().create(await enrolment_options(client, invite))
        assert (await client.post(PASSKEYS, json={"invite": invite, "credential": credential})).status_code == 201
        assert (await client.post(f"{PASSKEYS}/options", json={"invite": invite})).status_code == 404
        other = Authenticator().create({"challenge": "AAAA", "rp": {"id": "localhost"}})
        assert (await client.post(PASSKEYS, json={"invite": invite, "credential": other})).status_code == 404
        late = await place.invite("Nour")
        place.pass_time(hours=24, seconds=1)
        assert (await client.post(f"{PASSKEYS}/options", json={"invite": late})).status_code == 404


async def test_a_challenge_made_for_one_person_is_not_for_another(place: Place) -> None:
    async with place.http() as client:
        first, second = await place.invite("Maud"), await place.invite("Nour")
        credential = Authenticator().create(await enrolment_options(client, first))
        assert_refused(await client.post(PASSKEYS, json={"invite": second, "credential": credential}))
    assert await place.rows(passkeys) == []


@pytest.mark.parametrize(
    "bent",
    [
        {"said": {"origin": "https://elsewhere.example"}},
        {"said": {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}},
        {"said": {"type": "webauthn.create"}},
        {"rp_id": "elsewhere.example"},
    ],
)
async def test_bent_sign_in_is_refused(place: Place, bent: dict[str, Any]) -> None:
    key = Authenticator()
    await enrol(place, key)
    async with place.http() as client:
        credential = key.get(await sign_in_options(client), **bent)
        assert_refused(await client.post(SESSIONS, json={"credential": credential}))


async def test_replay_expiry_and_foreign_keys_are_refused(place: Place) -> None:
    key = Authenticator()
    await enrol(place, key)
    async with place.http() as client:
        credential = key.get(await sign_in_options(client))
        assert (await client.post(SESSIONS, json={"credential": credential})).status_code == 201
        assert_refused(await client.post(SESSIONS, json={"credential": credential}))
        late = key.get(await sign_in_options(client))
        place.pass_time(seconds=301)
        assert_refused(await client.post(SESSIONS, json={"credential": late}))
        assert_refused(
            await client.post(SESSIONS, json={"credential": Authenticator().get(await sign_in_options(client))})
        )


async def test_a_wrong_answer_spends_the_challenge(place: Place) -> None:
    key = Authenticator()
    await enrol(place, key)
    async with place.http() as client:
        options = await sign_in_options(client)
        assert_refused(await client.post(SESSIONS, json={"credential": key.get(options, rp_id="elsewhere.example")}))
        assert_refused(await client.post(SESSIONS, json={"credential": key.get(options)}))


async def test_a_cloned_passkey_is_noticed_by_its_counter(place: Place) -> None:
    key = Authenticator()
    await enrol(place, key)
    async with place.http() as client:
        for _ in range(2):
            credential = key.get(await sign_in_options(client))
            assert (await client.post(SESSIONS, json={"credential": credential})).status_code == 201
        key.count = 0
        assert_refused(await client.post(SESSIONS, json={"credential": key.get(await sign_in_options(client))}))


async def test_a_passkey_without_user_verification_is_refused(place: Place) -> None:
    async with place.http() as client:
        invite = await place.invite()
        weak = Authenticator(flags=USER_PRESENT)
        credential = weak.create(await enrolment_options(client, invite))
        assert_refused(await client.post(PASSKEYS, json={"invite": invite, "credential": credential}))


@pytest.mark.parametrize("field", ["clientDataJSON", "attestationObject"])
@pytest.mark.parametrize("value", ["AAAA", "n2Nm", "gYGBgYGB", "_____w", "ew"])
async def test_rubbish_is_refused(place: Place, field: str, value: str) -> None:
    async with place.http() as client:
        invite = await place.invite()
        credential = Authenticator().create(await enrolment_options(client, invite))
        credential["response"][field] = value
        assert_refused(await client.post(PASSKEYS, json={"invite": invite, "credential": credential}))


@pytest.mark.parametrize(
    "body", [{}, {"credential": 3}, {"credential": {"id": "a", "rawId": "a", "type": "x", "response": {}}}, [], "x"]
)
async def test_other_shapes_are_unusable(place: Place, body: Any) -> None:
    async with place.http() as client:
        assert (await client.post(SESSIONS, json=body)).status_code == 422


async def test_sessions_end(place: Place) -> None:
    client = await place.signed_in()
    place.pass_time(hours=12)
    assert (await client.get("/api/v1/staff/session")).status_code == 401
    assert (await client.get("/api/v1/staff/cases")).status_code == 401


async def test_the_unknown_and_the_forged_get_nowhere(place: Place) -> None:
    async with place.http() as client:
        client.cookies.set("veillee_staff", "forged", domain="localhost")
        for path in ("session", "cases", "cases/0192aaaa-0000-7000-8000-000000000000"):
            assert (await client.get(f"/api/v1/staff/{path}")).status_code == 401


async def test_the_same_name_gets_a_further_link_and_no_name_that_cannot_be_used(place: Place) -> None:
    from veillee.foundation.basics import Invalid

    await place.invite("Maud", "moderator")
    await place.invite("Maud", "moderator")
    for name, role in (("", "admin"), ("x" * 41, "admin"), ("Zoé", "queen"), ("a\nb", "admin")):
        with pytest.raises(Invalid):
            await place.invite(name, role)

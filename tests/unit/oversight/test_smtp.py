"""Handing a letter to a mail server that is slow, refuses, or is not who it should be."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tests.unit.oversight.mailbox import SENDER, Mailbox, know_user, make_certificate, serve_mail
from veillee.oversight.mail import MailSettings, is_address
from veillee.oversight.mail.outbox import Sealed
from veillee.oversight.mail.smtp import NotSent, make_message, send

pytestmark = pytest.mark.anyio
LETTER = Sealed(to="claude@example.org", subject="Bonsoir", text="Une décision.\n", message_id="<1@veillee>")
AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


async def attempt(settings: MailSettings) -> str:
    """Empty when the letter was taken, else why not."""
    try:
        await send(make_message(LETTER, SENDER, AT), settings)
    except NotSent as problem:
        return f"{problem.code} for good" if problem.permanent else problem.code
    return ""


async def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    over = asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    listening = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    slow = MailSettings(host="127.0.0.1", port=port, security="none", sender=SENDER, timeout_seconds=0.1)
    assert await attempt(slow) == "slow"
    over.set()
    listening.close()


@pytest.mark.parametrize(
    ("refusal", "at", "why"),
    [
        ("550 nobody", "RCPT", "recipient for good"),
        ("450 full", "RCPT", "recipient"),
        ("554 no", "DATA", "refused for good"),
        ("451 later", "DATA", "refused"),
    ],
)
async def test_what_the_server_says_decides_whether_to_try_again(refusal: str, at: str, why: str) -> None:
    mailbox = Mailbox()
    mailbox.refusal, mailbox.at = refusal, at
    async with serve_mail(mailbox) as settings:
        assert await attempt(settings) == why


async def test_the_server_is_known_by_its_certificate_or_gets_nothing(tmp_path: Path) -> None:
    mailbox = Mailbox()
    right, known = make_certificate(tmp_path, "localhost")
    wrong, foreign = make_certificate(tmp_path, "elsewhere.example")
    for context, cafile, why in (
        (wrong, foreign, "certificate"),
        (right, "", "certificate"),
        (right, known, ""),
    ):
        async with serve_mail(mailbox, tls_context=context, require_starttls=True) as plain:
            settings = msgspec.structs.replace(plain, host="localhost", security="starttls", cafile=str(cafile))
            assert await attempt(settings) == why
    assert len(mailbox.arrived) == 1


@pytest.mark.filterwarnings("ignore:auth_required")
async def test_a_server_without_tls_gets_no_password() -> None:
    mailbox = Mailbox()
    async with serve_mail(mailbox, authenticator=know_user, auth_require_tls=False) as plain:
        assert await attempt(msgspec.structs.replace(plain, security="starttls", user="veillee", password="right"))
    assert mailbox.arrived == []


@pytest.mark.filterwarnings("ignore")  # of the server, about its own ways
async def test_signing_in() -> None:
    mailbox = Mailbox()
    async with serve_mail(mailbox, authenticator=know_user, auth_required=True, auth_require_tls=False) as plain:
        assert await attempt(msgspec.structs.replace(plain, user="veillee", password="wrong")) == "password"
        assert await attempt(msgspec.structs.replace(plain, user="veillee", password="right")) == ""
    assert len(mailbox.arrived) == 1


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nX: y",
        "a@example.org,b@example.org",
        "a@example.org b@example.org",
        "<a@example.org>",
        "a@example.org>",
        '"a\\"b"@example.org',
        "a@[192.0.2.1]",
        "a@exämple.org",
        "@example.org",
        "a" * 65 + "@example.org",
        "a@example..org",
    ],
)
def test_no_header_can_be_smuggled_in(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(NotSent, match="address"):
        make_message(msgspec.structs.replace(LETTER, to=address), SENDER, AT)


def test_a_subject_stays_one_line() -> None:
    message = make_message(msgspec.structs.replace(LETTER, subject="Bon\r\nBcc: b@example.org"), SENDER, AT)
    assert message["Subject"] == "Bon Bcc: b@example.org" and message["Bcc"] is None

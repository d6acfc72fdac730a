"""Settings of mail, and what they come to."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from veillee.oversight.mail import MailSettings, is_address

PORTS = {"starttls": 587, "tls": 465, "none": 25}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class MailSection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    host: Annotated[str, Meta(description="the mail server that letters are handed to; empty: no letters are sent")] = (
        ""
    )
    port: Annotated[
        int,
        Meta(
            ge=0, le=65_535, description="its port; 0: 587, 465 or 25 as `mail.security` has it", extra={"unit": "port"}
        ),
    ] = 0
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(description="how it is spoken to; its certificate is verified; `none` only to this same machine"),
    ] = "starttls"
    user: Annotated[str, Meta(description="who signs in there; empty: nobody does")] = ""
    password: Annotated[
        str, Meta(description="of that user. Set it in the environment, or use `mail.password_file`")
    ] = ""
    password_file: Annotated[str, Meta(description="a file whose first line is the password")] = ""
    sender: Annotated[str, Meta(description="the address that letters come from, e.g. veillee@example.org")] = ""
    ca_file: Annotated[
        str, Meta(description="certificates that the server is known by; empty: those of the system")
    ] = ""


def make_mail(mail: MailSection) -> MailSettings | None:
    """How letters are sent, None where they are not. Raises ValueError, which begins with the name of the setting."""
    if not mail.host:
        return None
    if not mail.host.isprintable() or " " in mail.host or "/" in mail.host:
        raise ValueError("host: is the name of no machine")
    if not is_address(mail.sender):
        raise ValueError("sender: is no address; letters have to come from one")
    if mail.security == "none" and mail.host not in HERE:
        raise ValueError("security: `none` is for a server on this same machine only; use `starttls` or `tls`")
    if mail.ca_file and not Path(mail.ca_file).is_file():
        raise ValueError("ca_file: is no file")
    return MailSettings(
        host=mail.host,
        port=mail.port or PORTS[mail.security],
        security=mail.security,
        sender=mail.sender,
        user=mail.user,
        password=_password(mail),
        cafile=mail.ca_file,
    )


def _password(mail: MailSection) -> str:
    if mail.password and mail.password_file:
        raise ValueError("password_file: `mail.password` is set as well; one of them is enough")
    password = mail.password or (_read(mail.password_file) if mail.password_file else "")
    if bool(password) != bool(mail.user):
        raise ValueError("password: a user needs one" if mail.user else "user: a password belongs to one")
    return password


def _read(file: str) -> str:
    try:
        first = Path(file).read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ValueError(f"password_file: cannot be read ({reason})") from error
    if not first:
        raise ValueError("password_file: its first line is empty")
    return first

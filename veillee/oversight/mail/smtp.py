"""Handing a letter to the mail server (RFC 5321)."""

import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import aiosmtplib

from veillee.oversight.mail.model import MailSettings, is_address
from veillee.oversight.mail.outbox import Sealed

PERMANENT = 500


class NotSent(Exception):
    """A letter was not taken. code: why, a few plain letters; permanent: trying again would change nothing."""

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent


def make_message(letter: Sealed, sender: str, at: datetime) -> EmailMessage:
    """The letter as it travels: plain text, marked as written by a program (RFC 3834). Raises NotSent."""
    if not is_address(letter.to):
        raise NotSent("address", permanent=True)
    message = EmailMessage()
    try:
        message["From"], message["To"] = sender, letter.to
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"], message["Message-ID"] = format_datetime(at), letter.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text, cte="quoted-printable")
    except ValueError as error:
        raise NotSent("message", permanent=True) from error
    return message


async def send(message: EmailMessage, settings: MailSettings) -> None:
    """Hand the message over. The server is known by its certificate, or gets nothing. Raises NotSent."""
    try:
        await aiosmtplib.send(
            message,
            hostname=settings.host,
            port=settings.port,
            username=settings.user or None,
            password=settings.password or None,
            timeout=settings.timeout_seconds,
            use_tls=settings.security == "tls",
            start_tls=settings.security == "starttls",
            tls_context=None if settings.security == "none" else _context(settings),
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        raise NotSent("recipient", permanent=all(r.code >= PERMANENT for r in error.recipients)) from error
    except aiosmtplib.SMTPAuthenticationError as error:
        raise NotSent("password") from error
    except aiosmtplib.SMTPDataError as error:
        raise NotSent("refused", permanent=error.code >= PERMANENT) from error
    except aiosmtplib.SMTPResponseException as error:
        raise NotSent("refused") from error
    except (aiosmtplib.SMTPTimeoutError, TimeoutError) as error:
        raise NotSent("slow") from error
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise NotSent("certificate" if _is_about_tls(error) else "unreachable") from error


def _context(settings: MailSettings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=settings.cafile or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _is_about_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return True
        cause = cause.__cause__ or cause.__context__
    return isinstance(error, aiosmtplib.SMTPException) and "TLS" in str(error)

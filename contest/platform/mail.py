"""Carries one message: over SMTP where CONTEST_MAIL_URL is set, else into files that administrators can read here."""

import os
import secrets
import smtplib
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from contest.kernel.errors import ContestError
from contest.settings import Settings

TIMEOUT_SECONDS = 20


class MailFailed(ContestError):
    """The message could not be handed over; it stays in the outbox and is tried again."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one recipient. `key` makes its Message-ID, random, so that it tells nothing."""

    key: str
    to: str
    subject: str
    text: str
    html: str
    written_at: datetime


class _WholeSubjects(EmailPolicy):
    """Python 3.11 loses the space between two encoded words of a long subject, Vietnamese ones among them."""

    def _fold(self, name: str, value: str, refold_binary: bool = False) -> str:
        if name.lower() != "subject" or value.isascii():
            return str(super()._fold(name, value, refold_binary))  # type: ignore[misc]  # not in typeshed
        folded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {folded}{self.linesep}"


def compose(letter: Letter, sender: str) -> EmailMessage:
    """Build the message. Raises ValueError for a line break in a header, and for more recipients than one."""
    message = EmailMessage(policy=_WholeSubjects())
    message["From"] = sender
    message["To"] = letter.to
    if [address.addr_spec for address in message["To"].addresses] != [letter.to] or "@" not in letter.to:
        raise ValueError("a letter goes to one address")
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2].strip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def send(letter: Letter, settings: Settings) -> None:
    """Hand the letter over. Raises MailFailed."""
    message = compose(letter, settings.mail_sender)
    if settings.mail_url is None:
        _to_file(message, letter, settings.instance / "outbox")
    else:
        _to_server(message, settings.mail_url)


def forget(keys: Collection[str], settings: Settings) -> None:
    """Delete the files of these letters, where letters are files."""
    for path in (settings.instance / "outbox").glob("*.eml"):
        if path.stem.rpartition("-")[2] in keys:
            path.unlink(missing_ok=True)


def forget_before(moment: datetime, settings: Settings) -> None:
    """Delete the files of letters that were written before, also of those that no row tells of any more."""
    for path in (settings.instance / "outbox").glob("*.eml"):
        if path.stem < f"{moment:%Y%m%dT%H%M%S}":
            path.unlink(missing_ok=True)


def _to_file(message: EmailMessage, letter: Letter, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{letter.written_at:%Y%m%dT%H%M%S}-{letter.key}.eml"
    temporary = path.with_name(f".{secrets.token_hex(6)}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(message.as_bytes())
    temporary.rename(path)


def _to_server(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25)
    try:
        with _connect(parts.scheme, host, port) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailed(f"{type(error).__name__}: {error}") from error


def _connect(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    if scheme == "smtp+starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server

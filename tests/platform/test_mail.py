"""Mail: carried by a real SMTP server on this machine, or kept as files; to one person, with no forged header."""

import email
import socket
import stat
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from contest.platform import mail
from contest.platform.mail import Letter, MailFailed
from contest.settings import read

AT = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)


def letter(**changed):
    return Letter(
        **{
            "key": "0123456789abcdefghjkmnpqrs",
            "to": "lan@example.org",
            "subject": "Biên nhận của cuộc thi: tác phẩm đã được tiếp nhận",
            "text": "Kính gửi bà Lan,\n\nđã nhận.\n",
            "html": "<p>Kính gửi bà Lan, đã nhận.</p>",
            "written_at": AT,
            **changed,
        }
    )


class Box:
    """Keeps what arrives; refuses what it is told to."""

    def __init__(self):
        self.arrived = []
        self.refuse = ""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        if self.refuse:
            return self.refuse
        self.arrived.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 taken"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server():
    """A mail server on this machine, as (box, address)."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def settings(folder, **environ):
    return read(
        {"CONTEST_INSTANCE": str(folder), "CONTEST_MAIL_SENDER": "Cuộc thi <ban@example.org>", **environ}
    )


def test_a_letter_arrives_whole(server, tmp_path):
    box, url = server

    mail.send(letter(), settings(tmp_path, CONTEST_MAIL_URL=url))

    ((sender, recipients, content),) = box.arrived
    message = email.message_from_bytes(content, policy=default)
    assert (sender, recipients) == ("ban@example.org", ["lan@example.org"])
    assert message["Subject"] == letter().subject
    assert message["From"] == "Cuộc thi <ban@example.org>"
    assert message["To"] == "lan@example.org"
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == "<0123456789abcdefghjkmnpqrs@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [message["Cc"], message["Bcc"], message["Reply-To"]] == [None, None, None]
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == letter().text
    assert message.get_body(("html",)).get_content().strip() == letter().html


def test_without_a_setting_the_letter_becomes_a_file_that_only_the_owner_reads(tmp_path):
    mail.send(letter(), settings(tmp_path))

    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name == "20260301T020000-0123456789abcdefghjkmnpqrs.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert (message["To"], message["Subject"]) == ("lan@example.org", letter().subject)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Tin\r\nBcc: x@example.org"},
        {"subject": "Tin\nBcc: x@example.org"},
        {"to": "lan@example.org\r\nBcc: x@example.org"},
        {"to": "lan@example.org\nX: y"},
    ],
)
def test_no_header_can_be_smuggled_in(server, tmp_path, wrong):
    box, url = server

    with pytest.raises(ValueError, match=r"newline|linefeed|header"):
        mail.send(letter(**wrong), settings(tmp_path, CONTEST_MAIL_URL=url))

    assert box.arrived == []


@pytest.mark.parametrize(
    "to", ["lan@example.org, x@example.org", "Nhóm: lan@example.org, x@example.org;", "khong-phai-dia-chi"]
)
def test_a_letter_has_one_recipient(server, tmp_path, to):
    box, url = server

    with pytest.raises(ValueError, match="one address"):
        mail.send(letter(to=to), settings(tmp_path, CONTEST_MAIL_URL=url))

    assert box.arrived == []


def test_lines_that_are_very_long_arrive_whole(server, tmp_path):
    box, url = server
    text = "https://example.org/" + "a" * 3000 + "\n.\nsau dấu chấm\n"

    mail.send(letter(text=text), settings(tmp_path, CONTEST_MAIL_URL=url))

    message = email.message_from_bytes(box.arrived[0][2], policy=default)
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == text
    assert max(map(len, box.arrived[0][2].split(b"\r\n"))) <= 998


def test_a_server_that_refuses_is_a_failure_that_says_so(server, tmp_path):
    box, url = server
    box.refuse = "550 no such mailbox"

    with pytest.raises(MailFailed, match="550"):
        mail.send(letter(), settings(tmp_path, CONTEST_MAIL_URL=url))


def test_a_server_that_is_away_is_a_failure(tmp_path):
    with pytest.raises(MailFailed, match="ConnectionRefusedError"):
        mail.send(letter(), settings(tmp_path, CONTEST_MAIL_URL=f"smtp://127.0.0.1:{free_port()}"))


def test_a_server_that_never_answers_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(MailFailed, match=r"[Tt]ime"):
            mail.send(letter(), settings(tmp_path, CONTEST_MAIL_URL=url))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_name_and_password_of_the_setting_are_used(tmp_path):
    box, tried = Box(), []

    def check(server, session, envelope, mechanism, data):
        tried.append((data.login, data.password))
        return AuthResult(success=data.password == b"mat khau/@1", handled=False)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=check,
        auth_require_tls=False,
        auth_required=True,
    )
    controller.start()
    try:
        base = f"127.0.0.1:{controller.port}"
        mail.send(letter(), settings(tmp_path, CONTEST_MAIL_URL=f"smtp://ban%40x:mat%20khau%2F%401@{base}"))
        with pytest.raises(MailFailed, match="535"):
            mail.send(letter(), settings(tmp_path, CONTEST_MAIL_URL=f"smtp://ban:sai@{base}"))
    finally:
        controller.stop()

    assert len(box.arrived) == 1
    assert tried[0] == (b"ban@x", b"mat khau/@1")


def test_starttls_is_demanded_where_it_is_set(server, tmp_path):
    box, url = server

    with pytest.raises(MailFailed, match="STARTTLS"):
        mail.send(letter(), settings(tmp_path, CONTEST_MAIL_URL=url.replace("smtp:", "smtp+starttls:")))

    assert box.arrived == []


def test_nothing_half_written_lies_in_the_folder(tmp_path):
    for n in range(3):
        mail.send(letter(key=f"{n}" * 26), settings(tmp_path))

    assert sorted(p.suffix for p in Path(tmp_path / "outbox").iterdir()) == [".eml"] * 3

"""Starts the real server as README says, on a free port and an instance folder of its own, and stops or kills it."""

import email
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

ROOT = Path(__file__).parent.parent
START_SECONDS = 60
MAIL_SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveServer:
    """A `python wsgi.py` of its own process group, so that it can be killed whole."""

    def __init__(self, instance: Path, *, database_url: str | None = None, demo: bool = False) -> None:
        self.instance = instance
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("CONTEST_")},
            "CONTEST_INSTANCE": str(instance),
            "CONTEST_DECISION_MINUTES": "0",  # nobody waits for a letter here
            "PYTHONWARNINGS": "default",
        }
        if database_url:
            self.environment["CONTEST_DATABASE_URL"] = database_url
        self.arguments = [sys.executable, "wsgi.py", "--port", str(self.port), *(["--demo"] if demo else [])]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        return self.instance / "server.log"

    def start(self) -> "LiveServer":
        self.instance.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.arguments,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2):
                    return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(f"the server did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    def kill(self) -> None:
        """SIGKILL to every process of the server, as a power cut of the program would be."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    # --- beside the server, as its administrator would ------------------------------------------------------

    def flask(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the program on this installation."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )

    def code(self) -> str:
        """The one-time code of the first-run page, read off the terminal."""
        return re.findall(r"works once: (\S+)", self.log.read_text())[-1]

    def mails(self, address: str) -> list[EmailMessage]:
        """What was mailed to somebody so far; without mail settings it lies in the instance folder."""
        letters = [
            email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
            for path in sorted((self.instance / "outbox").glob("*.eml"))
        ]
        return [letter for letter in letters if address in str(letter["To"])]

    def mailed(self, address: str, sign: str) -> str:
        """Wait for a letter to somebody with this in its text, and return the text."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            for letter in self.mails(address):
                body = letter.get_body(("plain",))
                text = str(body.get_content()) if body else ""
                if sign in text:
                    return text
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address} says {sign!r}")

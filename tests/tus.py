"""A client of the tus protocol over a plain connection, whose line can be cut in the middle of a piece."""

import base64
import http.client
import json
import socket
from dataclasses import dataclass

from tests.cookies import SignedIn

TYPE = "application/offset+octet-stream"


class Cut(Exception):
    """Nobody answered: the line was cut, or the server is gone."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Line:
    """A browser's way to a server on this machine, anew for each request."""

    port: int
    browser: SignedIn
    timeout: float = 120

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Send a request. Raises Cut where no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        told = {
            "Cookie": self.browser.cookie, "X-CSRFToken": self.browser.form_token, "Tus-Resumable": "1.0.0",
            "Accept": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()},
        }  # fmt: skip
        try:
            connection.request(method, path, body, told)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise Cut from error
        finally:
            connection.close()

    def cut(self, path: str, offset: int, piece: bytes) -> None:
        """Say that a piece comes, send half of it, and let the line break."""
        head = (
            f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.browser.cookie}\r\n"
            f"X-CSRFToken: {self.browser.form_token}\r\nTus-Resumable: 1.0.0\r\nContent-Type: {TYPE}\r\n"
            f"Upload-Offset: {offset}\r\nContent-Length: {len(piece)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout) as line:
            line.sendall(head.encode() + piece[: len(piece) // 2])


@dataclass
class Upload:
    """A file on its way to a draft; `acknowledged` bytes are what the server said that it has."""

    line: Line
    entry_path: str
    url: str = ""
    acknowledged: int = 0

    def begin(self, size: int, name: str, role: str) -> None:
        told = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}"
            for key, value in (("filename", name), ("role", role))
        )
        answer = self.line.ask(
            "POST", f"{self.entry_path}/uploads", Upload_Length=str(size), Upload_Metadata=told
        )
        assert answer.status == 201, answer
        self.url, self.acknowledged = answer.headers["Location"], 0

    def offset(self) -> int:
        answer = self.line.ask("HEAD", self.url)
        assert answer.status == 200, answer
        return int(answer.headers["Upload-Offset"])

    def send(self, piece: bytes) -> None:
        answer = self.line.ask(
            "PATCH", self.url, piece, Upload_Offset=str(self.acknowledged), Content_Type=TYPE
        )
        assert answer.status == 204, answer
        self.acknowledged = int(answer.headers["Upload-Offset"])

    def finish(self) -> None:
        answer = self.line.ask("POST", f"{self.url}/finish")
        assert answer.status == 200, (answer.status, json.loads(answer.body or b"{}"))

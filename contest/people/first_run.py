"""The one-time code that opens the first-run page: printed in the terminal, its hash kept in the instance folder.

Whoever can read the terminal owns the machine; whoever merely finds the address of a fresh installation does not.
"""

import hashlib
import hmac
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from contest.kernel.errors import N_, RuleBroken
from contest.kernel.keys import new_key
from contest.people import queries, service
from contest.platform.database import after_commit

FILE: Final = "first-run.code"
LETTERS: Final = 16  # 80 bits, in groups of four


def make_code(instance: Path) -> str | None:
    """Return a new code and forget the one before, or None when somebody has an account already."""
    path = instance / FILE
    if not queries.is_empty():
        path.unlink(missing_ok=True)
        return None
    code = new_key(LETTERS)
    fresh = path.with_name(f".{FILE}.{new_key()}")
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(_hash(code))
    fresh.replace(path)
    return "-".join(code[i : i + 4] for i in range(0, LETTERS, 4))


def invitation(instance: Path, base_url: str) -> str | None:
    """Return a line in each language for the terminal, with a new code; None when somebody has an account already."""
    code = make_code(instance)
    if code is None:
        return None
    return (
        f"Hệ thống này còn trống. Hãy mở {base_url}/first-run và gõ mã sau, chỉ dùng được một lần: {code}\n"
        f"This installation is empty. Open {base_url}/first-run and type this code, which works once: {code}"
    )


def set_up(  # noqa: PLR0913 -- what the form asks
    instance: Path,
    typed_code: str,
    email: str,
    full_name: str,
    password: str,
    *,
    language: str,
    now: datetime,
) -> int:
    """Make the first organiser and return the account; the code opens nothing any more once that is committed.

    Raises RuleBroken naming the field, Conflict where somebody was faster.
    """
    if not is_right(instance, typed_code):
        raise RuleBroken(
            N_(
                "This is not the code that was printed last. Look into the terminal in which the program was started,"
                " or stop the program and start it again for a new code."
            ),
            field="code",
        )
    account_id = service.first_organiser(email, full_name, password, language=language, now=now)
    after_commit(lambda: (instance / FILE).unlink(missing_ok=True))
    return account_id


def is_right(instance: Path, typed: str) -> bool:
    """Tell whether this is the code that was printed last; hyphens, spaces and capitals do not matter."""
    try:
        kept = (instance / FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    code = "".join(sign for sign in typed.lower() if sign.isalnum())
    return hmac.compare_digest(kept, _hash(code))


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

"""How long a commitment to many receipts takes, one receipt's way to the root, and the offline check of all of it.

    python -m tests.bench.commitments --receipts 5000

Rows are written as submits leave them, with signed receipts; commitment, place and check are the program's own.
"""

import argparse
import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from contest.app import create_app
from contest.entries import commitments
from contest.entries.models import Entry, Receipt, Version
from contest.entries.rules import receipt
from contest.kernel import keys, verifier
from contest.platform import schema
from contest.platform.crypto import keyring, sha256
from contest.platform.database import begin_writing, db, unit_of_work
from contest.settings import read
from tests.factories import Factory

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--receipts", type=int, default=5000)
    count = arguments.parse_args().receipts
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(read({"CONTEST_INSTANCE": folder}))
        schema.bring_up_to_date(app)
        factory = Factory(app)
        edition_id, author_id = factory.edition(phase="closed", now=NOW), factory.person()
        with app.app_context():
            with unit_of_work():
                _fill(edition_id, author_id, count)
            _measure(edition_id, Path(folder))


def _fill(edition_id: int, author_id: int, count: int) -> None:
    begin_writing()
    category_id = db.session.scalar(db.text("SELECT id FROM category"))
    numbers = range(1, count + 1)
    own = {"author_id": author_id, "edition_id": edition_id, "category_id": category_id, "state": "accepted"}
    at = {"created_at": NOW, "saved_at": NOW, "submitted_at": NOW}
    db.session.execute(insert(Entry), [{"id": n, **own, **at, "version_number": 1} for n in numbers])
    each: dict[str, Any] = {
        "number": 1,
        "category_id": category_id,
        "title": "Bài",
        "words": 900,
        "declarations": [],
    }
    db.session.execute(
        insert(Version),
        [
            {"id": n, "entry_id": n, "token": secrets.token_hex(8), "text": "", "submitted_at": NOW, **each}
            for n in numbers
        ],
    )
    db.session.execute(insert(Receipt), [_receipt(n) for n in numbers])


def _receipt(version_id: int) -> dict[str, Any]:
    number, digest = (
        receipt.number(NOW.year, keys.new_key(receipt.RANDOM_LETTERS)),
        sha256(secrets.token_bytes(8)),
    )
    said = receipt.Document(number, "bench", keys.new_key(), 1, digest, None, NOW, 0, "0" * 64)
    document = receipt.canonical(said)
    return {
        "version_id": version_id, "number": number, "issued_at": NOW, "sha256_text": digest,
        "document": document.decode(), "signature": keyring().sign(document),
    }  # fmt: skip


def _measure(edition_id: int, folder: Path) -> None:
    def act() -> int:
        with unit_of_work():
            return commitments.commit(edition_id, now=NOW)

    _timed("commit: root, signature, rows, letters", act)
    tree = sorted(commitments.leaves_of(edition_id).values())
    _timed("root alone", lambda: verifier.root_of(tree))
    row = db.session.execute(select(Receipt.number, Receipt.document, Receipt.signature).limit(1)).one()
    found = _timed("one receipt's way to the root", lambda: commitments.place(edition_id, row.number))
    proof = json.dumps(commitments.proof(found, *row))
    (folder / "receipt.json").write_text(proof, encoding="utf-8")
    program = [sys.executable, "-I", "-S", verifier.__file__, str(folder / "receipt.json")]
    done = _timed(
        "offline check of it, program and all",
        lambda: subprocess.run(program, check=True, capture_output=True),
    )
    sys.stdout.write(f"{len(proof)} bytes of proof, {len(found.path)} steps\n{done.stdout.decode()}")

    (folder / "package.json").write_text(json.dumps(_package(tree)), encoding="utf-8")
    program.append(str(folder / "package.json"))
    _timed(
        "offline check of the whole proof", lambda: subprocess.run(program, check=False, capture_output=True)
    )


def _package(tree: list[str]) -> dict[str, Any]:
    """A proof in which every receipt was judged, signed as the program signs it."""
    copies = []
    for leaf in tree:
        copy = {"code": keys.new_key(8), "digest": sha256(b""), "from": leaf, "nonce": secrets.token_hex(32)}
        copies.append({**copy, "leaf": verifier.copy_leaf(copy["code"], copy["digest"], leaf, copy["nonce"])})
    copies.sort(key=lambda each: each["leaf"])
    listed = [each["leaf"] for each in copies]
    receipts, shown = _signed(verifier.RECEIPTS, tree), _signed(verifier.COPIES, listed)
    package: dict[str, Any] = {
        "format": verifier.PACKAGE, "edition": "bench", "key": keyring().public_key,
        "receipts": [{**receipts, "leaves": [[leaf, verifier.JUDGED] for leaf in tree]}],
        "rounds": [{**shown, "copies": copies}],
    }  # fmt: skip
    counts = {fate: len(tree) if fate == verifier.JUDGED else 0 for fate in verifier.FATES}
    said = {
        "edition": "bench",
        "made": commitments.moment(NOW),
        **counts,
        "digest": verifier.digest_of(package),
    }
    lines = verifier.statement(verifier.JOINED, said)
    return {**package, "joined": {"statement": lines, "signature": keyring().sign(lines.encode())}}


def _signed(of: str, leaves: list[str]) -> dict[str, str]:
    lines = commitments.written("bench", of, 1, len(leaves), verifier.root_of(leaves), now=NOW)
    return {"statement": lines, "signature": keyring().sign(lines.encode())}


def _timed(what: str, action: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    found = action()
    sys.stdout.write(f"{what}: {(time.perf_counter() - begun) * 1000:.0f} ms\n")
    return found


if __name__ == "__main__":
    main()

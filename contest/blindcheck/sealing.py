"""Key holders who do not exist: their keys, the key of the copied contest, its rehearsal, and what is kept then."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Table, select

from contest.access.duties import Duty
from contest.anonymisation import key_acts, key_making
from contest.anonymisation.key_turns import Entering
from contest.blindcheck.made import Made
from contest.blindcheck.search import PERSON, TRACE, WORK, Canaries, Secret
from contest.editions import service as editing
from contest.editions.rules.secrecy import HOLDERS
from contest.entries import discarding
from contest.platform import public_seals
from contest.platform.database import Base, db

FILES, ROWS, DATABASE = "files", "rows", "database"
# Of the works' files and pasted texts: nothing of them is left outside of what is sealed.
_OF_FILES: Final = frozenset({"file", "property", "comment", "header", "picture", "hidden", "markup", "tag"})


def make_keys(made: Made, holders: dict[int, bytes], now: datetime) -> None:
    """Let the holders make their keys, and the organiser that of the contest; `holders`: their seeds, by account."""
    for who, seed in holders.items():
        made.scratch.do(
            editing.appoint,
            made.edition_id,
            who,
            Duty.KEY_HOLDER,
            actor_id=made.officials["organiser"],
            now=now,
        )
        public = public_seals.public_of(public_seals.secret_of(seed))
        made.scratch.do(key_making.keep_holder_key, made.edition_id, who, public, now=now)
    made.scratch.do(key_making.make_edition_key, made.edition_id, **made.by("organiser", now))
    made.holders = holders


def rehearse(made: Made, now: datetime) -> None:
    """Let as many holders as are needed open a test seal, each at a device of the own."""
    key = made.scratch.do(key_acts.begin_rehearsal, made.edition_id, **made.by("organiser", now))
    for who in list(made.holders)[: made.needed]:
        entering = Entering(who, f"device of {who}", made.holders[who], now)
        made.scratch.do(key_acts.rehearse, key, made.edition_id, entering)


def holders_of(needed: int) -> int:
    """Return how many holders are made up: one more than it needs, as an office would."""
    return min(HOLDERS, needed + 1)


def left_of_works(made: Made) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Search what is kept once the codes are drawn; return how much was looked at, and what was found where.

    No file may tell of an author, no row of the named side a word of a work, and no byte of the database what stood
    in a file as it was sent.
    """
    with made.scratch.app.app_context():
        discarding.discard_waiting()
    secrets = [secret for author in made.authors.values() for secret in author.secrets()]
    looked = dict.fromkeys((FILES, ROWS, DATABASE), 0)
    found: list[tuple[str, str]] = []
    of_authors = Canaries(each for each in secrets if each.kind in (PERSON, TRACE))
    storage = made.scratch.app.extensions["contest_storage"]
    for key in sorted(storage.keys()):
        looked[FILES] += 1
        found += [(secret.named, FILES) for secret in of_authors.in_bytes(storage.get(key))]
    of_works = Canaries(each for each in secrets if each.kind == WORK)
    for row in made.scratch.read(lambda: list(_named_side())):
        looked[ROWS] += 1
        found += [(secret.named, ROWS) for secret in of_works.in_bytes(row)]
    for secret, size in _in_database(made, secrets):
        looked[DATABASE] = size
        found += [(secret.named, DATABASE)] if secret is not None else []
    return looked, sorted(set(found))


def _named_side() -> Iterator[bytes]:
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        if isinstance(table, Table) and mapper.class_.__module__.startswith("contest.entries."):
            yield from (repr(tuple(row)).encode() for row in db.session.execute(select(table)))


def _in_database(made: Made, secrets: list[Secret]) -> Iterator[tuple[Secret | None, int]]:
    """Search the file of the database and what lies beside it, also what was deleted of it."""
    raw = b"".join(path.read_bytes() for path in sorted(made.scratch.folder.glob("contest.sqlite*")))
    yield None, len(raw)
    for secret in secrets:
        if secret.where in _OF_FILES and secret.value.encode() in raw:
            yield secret, len(raw)

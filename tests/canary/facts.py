"""What the test knows about a world at a stage: ids, keys and codes, and every canary by the author it would betray."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from contest.anonymisation.models import BlindPage, BlindRecording, Rendition
from contest.blindcheck.search import HIDDEN, PERSON, TIME, TRACE, WORK, Secret
from contest.communications.models import OutboxMessage
from contest.editions import queries as editions
from contest.entries import statements
from contest.entries.models import CoAuthor, Entry, Receipt, ScreeningDecision, StoredFile, Version
from contest.entries.rules.receipt import other_digests
from contest.kernel import clock
from contest.people.models import Account, Consent, WebSession
from contest.platform.database import db
from tests.canary.people import (
    ACCEPTED,
    AUTHORS,
    BESIDE,
    CO_AUTHORS,
    ELSEWHERE,
    RECORDED,
    TRANSLATED,
    Author,
    first_version,
    work,
)
from tests.canary.world import World, letter_of

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class Handed:
    """How a work came in: all that must not show."""

    letter: str
    key: str
    submitted_at: datetime
    revision: int
    versions: int
    file_name: str
    sha256: str
    storage_key: str
    recording: str


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known of the world.

    `handed` is by the letter that the work's own title bears; `own` is all that an author's things say.
    """

    slugs: tuple[str, str]
    officials: dict[str, int]
    authors: dict[str, int]
    entry_keys: dict[str, str]
    rendition_keys: dict[str, str]
    codes: tuple[dict[str, str], ...]
    desks: dict[str, frozenset[str]]
    storage_keys: tuple[str, ...]
    receipts: dict[str, str]
    messages: tuple[str, ...]
    handed: dict[str, Handed]
    units: tuple[str, ...]
    secrets: tuple[Secret, ...]
    own: dict[str, str]

    def all_codes(self) -> tuple[str, ...]:
        return tuple(code for those in self.codes for code in those.values())


def learn(world: World) -> Facts:
    """Read from the tables what the pages must not say."""
    with world.app.app_context():
        try:
            return _learn(world)
        finally:
            db.session.rollback()


def _learn(world: World) -> Facts:
    slugs = tuple(editions.by_id(i, now=clock.now()).slug for i in (world.edition_id, world.other_id))
    letters = {account_id: letter for letter, account_id in world.authors.items()}
    rounds = editions.rounds(world.edition_id)
    entry_of = {row.id: letters[row.author_id] for row in db.session.scalars(select(Entry))}
    renditions = {entry_of[row.entry_id]: row.key for row in db.session.scalars(select(Rendition))}
    receipts = select(Receipt.number, Version.entry_id).join(Version, Version.id == Receipt.version_id)
    coded = [position for position, r in enumerate(rounds) if r.state != "waiting"]
    beside = {account_id: letter for letter, account_id in world.co_authors.items()}
    secrets = tuple(dict.fromkeys([*_secrets(letters, entry_of), *_of_co_authors(beside)]))
    files = [
        *db.session.scalars(select(StoredFile.storage_key)),
        *db.session.scalars(select(BlindPage.storage_key)),
        *db.session.scalars(select(BlindRecording.storage_key)),
    ]
    return Facts(
        slugs=(slugs[0], slugs[1]),
        officials=dict(world.officials),
        authors=dict(world.authors),
        entry_keys=dict(world.keys),
        rendition_keys=renditions,
        codes=tuple(world.codes(position) for position in coded),
        desks={
            role: _desk(world, role, len(coded) - 1) for role in world.officials if role.startswith("judge")
        },
        storage_keys=tuple(files),
        receipts={entry_of[row[1]]: row[0] for row in db.session.execute(receipts)},
        messages=tuple(db.session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id).limit(40))),
        handed=dict(_handed(letters)),
        units=tuple(author.unit for author in (*AUTHORS.values(), *CO_AUTHORS.values())),
        secrets=secrets,
        own={
            # Whoever writes with another knows that person.
            letter: " ".join(s.value for s in secrets if s.letter in {letter, BESIDE.get(letter)})
            for letter in world.letters
        },
    )


def _handed(letters: dict[int, str]) -> Iterator[tuple[str, Handed]]:
    for entry in db.session.scalars(select(Entry).where(Entry.submitted_at.is_not(None))):
        file = entry.file
        named = (file.file_name, file.sha256, file.storage_key) if file else ("", "", "")
        recording = statements.of_draft(entry.id).recording
        assert entry.submitted_at is not None
        yield (
            letter_of(entry.title),
            Handed(
                letters[entry.author_id],
                entry.key,
                entry.submitted_at,
                entry.revision,
                entry.version_number,
                *named,
                recording.sha256 if recording else "",
            ),
        )


def _desk(world: World, role: str, position: int) -> frozenset[str]:
    """The codes on a judge's desk in the round that is judged, or was last."""
    if position < 0 or role == "judge_elsewhere":
        return frozenset()
    return frozenset(reading.code for reading in world.desk(world.officials[role], position))


# --- canaries -----------------------------------------------------------------------------------------------


def _secrets(letters: dict[int, str], entry_of: dict[int, str]) -> Iterator[Secret]:
    for letter in letters.values():
        yield from _planted(AUTHORS[letter])
    for account in db.session.scalars(select(Account).where(Account.id.in_(letters))):
        letter = letters[account.id]
        yield Secret(letter, TRACE, "account key", account.key)
        yield Secret(letter, TRACE, "session id", account.fs_uniquifier)
        yield from _instants(letter, "registered", account.created_at)
    for session in db.session.scalars(select(WebSession).where(WebSession.account_id.in_(letters))):
        yield Secret(letters[session.account_id], TRACE, "session", session.token_hash)
    for given in db.session.scalars(select(Consent).where(Consent.account_id.in_(letters))):
        yield from _instants(letters[given.account_id], "consent", given.given_at)
    yield from _of_entries(entry_of)
    yield from _of_files(letters)


def _of_co_authors(letters: dict[int, str]) -> Iterator[Secret]:
    """All that would betray whoever wrote a work together with its author."""
    for letter in letters.values():
        yield from _who(CO_AUTHORS[letter])
    for account in db.session.scalars(select(Account).where(Account.id.in_(letters))):
        yield Secret(letters[account.id], TRACE, "account key", account.key)
        yield from _instants(letters[account.id], "registered", account.created_at)
    for row in db.session.scalars(select(CoAuthor)):
        letter = letters[row.account_id or 0]
        yield Secret(letter, TRACE, "co-author key", row.key)
        for where in ("asked_at", "answered_at"):
            yield from _instants(letter, where, getattr(row, where))


def _who(author: Author) -> Iterator[Secret]:
    letter = author.letter
    for where, value in (
        ("name", author.name), ("name", author.token("NAME")), ("e-mail", author.token("MAIL")),
        ("e-mail", author.token("HOST")), ("e-mail", author.email), ("phone", author.phone),
        ("unit", author.token("UNIT")), ("unit code", author.token("CODE")),
        ("pen name", author.token("PEN")), ("position", author.token("POST")), ("degree", author.token("DEGREE")),
        ("address", author.token("ADDR")), ("second phone", author.about.phone), ("ID number", author.about.id_number),
        *((("guardian", author.token("GUARD")), ("guardian", author.guardian.contact)) if author.guardian.name else ()),
    ):  # fmt: skip
        yield Secret(letter, PERSON, where, value)


def _planted(author: Author) -> Iterator[Secret]:
    letter = author.letter
    yield from _who(author)
    yield Secret(letter, TRACE, "file name", author.token("FILE"))
    yield Secret(letter, TRACE, "tag of the recording", author.token("TAG"))
    for where in ("PLACE", "LINK", "PROOF", "SCAN"):
        yield Secret(letter, TRACE, f"publication, {where.lower()}", author.token(where))
    if letter == TRANSLATED:
        yield Secret(letter, HIDDEN, "the work itself", author.token("ORIGINAL"))
    what = work(author)
    for token in what.extra:
        yield Secret(letter, TRACE, "inside the file", token)
    yield Secret(letter, HIDDEN, "bank account", author.bank_account)
    for where in ("BANK", "TITLE", "TEXT", "OLDTITLE", "OLDTEXT", "REASON", "LATE", "OFFICE", "OWN"):
        yield Secret(letter, HIDDEN, where.lower(), author.token(where))
    if letter in f"{ACCEPTED}{ELSEWHERE}":
        yield Secret(letter, WORK, "title", author.seen("TITLE"))
        yield Secret(letter, WORK, "text", author.seen("TEXT"))
        yield Secret(letter, WORK, "own", author.seen("OWN"))
    else:
        yield Secret(letter, HIDDEN, "title", author.seen("TITLE"))
        yield Secret(letter, HIDDEN, "text", author.seen("TEXT"))
        yield Secret(letter, HIDDEN, "own", author.seen("OWN"))
    if letter == "G":
        assert author.token("OLDTEXT") in first_version(author).text


def _of_entries(entry_of: dict[int, str]) -> Iterator[Secret]:
    for entry in db.session.scalars(select(Entry)):
        letter = entry_of[entry.id]
        yield Secret(letter, TRACE, "entry key", entry.key)
        for where in ("created_at", "saved_at", "submitted_at", "withdrawn_at"):
            yield from _instants(letter, where, getattr(entry, where))
    for version in db.session.scalars(select(Version)):
        letter = entry_of[version.entry_id]
        yield Secret(letter, TRACE, "submit token", version.token)
        yield from _instants(letter, "version", version.submitted_at)
        receipt = version.receipt
        yield Secret(letter, TRACE, "receipt", receipt.number)
        yield Secret(letter, TRACE, "receipt", receipt.number.replace("-", ""))
        yield Secret(letter, TRACE, "digest of the text", receipt.sha256_text)
        yield Secret(letter, TRACE, "signature", receipt.signature)
        for name, digest in other_digests(receipt.document).items():
            yield Secret(letter, TRACE, name, digest)
    for decision in db.session.scalars(select(ScreeningDecision)):
        yield from _instants(entry_of[decision.entry_id], "screened", decision.decided_at)
    for rendition in db.session.scalars(select(Rendition)):
        letter = entry_of[rendition.entry_id]
        yield Secret(letter, TRACE, "rendition key", rendition.key)
        for key in (*rendition.page_keys, *filter(None, [rendition.recording_key])):
            yield Secret(letter, TRACE, "storage key", key)


def _of_files(letters: dict[int, str]) -> Iterator[Secret]:
    for file in db.session.scalars(select(StoredFile)):
        letter = letters[file.account_id]
        yield Secret(letter, TRACE, "storage key", file.storage_key)
        yield Secret(letter, TRACE, "digest of the file", file.sha256)
        yield Secret(letter, TRACE, "file name", file.file_name)
    for key in db.session.scalars(select(BlindPage.storage_key)):
        yield Secret("B", TRACE, "storage key", key)
    for recorded in db.session.scalars(select(BlindRecording)):
        kinds = {kind: letter for letter, kind in RECORDED.items()}
        yield Secret(kinds[recorded.kind], TRACE, "storage key", recorded.storage_key)


def _instants(letter: str, where: str, instant: datetime | None) -> Iterator[Secret]:
    """An instant in every form in which programs write it, in UTC and in the zone of the contest."""
    if instant is None:
        return
    for local in (instant, instant.astimezone(HANOI)):
        for form in (
            "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M, %d/%m/%Y", "%d/%m/%Y %H:%M", "%H:%M:%S", "%a, %d %b %Y %H:%M",
            "%Y%m%d%H%M", "%Y%m%dT%H%M",
        ):  # fmt: skip
            yield Secret(letter, TIME, where, local.strftime(form))
        yield Secret(letter, TIME, where, f"{local:%H:%M}, {local.day} {local:%B %Y}")
        yield Secret(letter, TIME, where, f"{local.day} tháng {local.month}, {local.year} {local:%H:%M}")
    yield Secret(letter, TIME, where, str(int(instant.timestamp())))

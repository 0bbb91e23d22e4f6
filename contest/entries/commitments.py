"""Commits to all receipts of a contest before anybody judges: one published root that stands for every one of them.

The first is made by the worker when nobody can hand in any more, the last just before codes are drawn, over what came
in between (works on paper). A leaf is made of the whole signed receipt and its signature, which nobody can guess: so a
root is no test of who submitted which text. Leaves are sorted by themselves: they tell nothing of who came first.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import exists, insert, select

from contest.editions import late
from contest.editions import queries as editions
from contest.entries import events
from contest.entries.models import Entry, Receipt, Version
from contest.entries.models_beside import CommittedReceipt, ReceiptCommitment
from contest.entries.rules import states
from contest.kernel import clock, verifier
from contest.kernel.errors import NotFound
from contest.platform.crypto import keyring
from contest.platform.database import db, unit_of_work
from contest.platform.events import publish
from contest.platform.jobs import task
from contest.platform.locks import Subject, begin_writing_about

_BATCH: Final = 1000


@dataclass(frozen=True, slots=True)
class Commitment:
    """What was published; `content` is what is signed."""

    id: int
    edition_id: int
    number: int
    count: int
    root: str
    content: str
    signature: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a receipt stands in a tree: its leaf, how many stand before it, its neighbours up to the root."""

    commitment: Commitment
    leaf: str
    index: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a receipt, a fate of kernel/verifier.py; of a work's last version also which entry it is."""

    number: int
    leaf: str
    fate: str
    entry_id: int | None


# --- making -------------------------------------------------------------------------------------------------


@task("commit_receipts")
def commit_due() -> int:
    """Commit to the receipts of every contest that takes in no more; return how many commitments were made."""
    made = 0
    for edition_id in _due(clock.now()):
        with unit_of_work():
            made += commit(edition_id, now=clock.now())
    return made


def _due(now: datetime) -> list[int]:
    over = late.over(now=now)
    made = select(ReceiptCommitment.edition_id).where(ReceiptCommitment.edition_id.in_(over))
    done = set(db.session.scalars(made))
    return [edition_id for edition_id in over if edition_id not in done and _has_new(edition_id)]


def _has_new(edition_id: int) -> bool:
    return db.session.execute(_uncommitted(edition_id).limit(1)).first() is not None


def commit(edition_id: int, *, now: datetime) -> int:
    """Commit to every receipt of the contest that no commitment names yet; return how many were made: one, or none.

    Once more changes nothing.
    """
    begin_writing_about(Subject.COMMITMENTS, edition_id)
    leaves = {
        verifier.receipt_leaf(document, signature): receipt_id
        for receipt_id, document, signature in db.session.execute(_uncommitted(edition_id))
    }
    if not leaves:
        return 0
    row = _new_row(edition_id, sorted(leaves), now)
    db.session.add(row)
    db.session.flush()
    listed = [{"commitment_id": row.id, "receipt_id": leaves[leaf], "leaf": leaf} for leaf in sorted(leaves)]
    for at in range(0, len(listed), _BATCH):
        db.session.execute(insert(CommittedReceipt), listed[at : at + _BATCH])
    publish(
        events.ReceiptsCommitted(
            at=now,
            edition_id=edition_id,
            commitment_id=row.id,
            number=row.number,
            count=row.count,
            root=row.root,
        )
    )
    return 1


def _new_row(edition_id: int, leaves: list[str], now: datetime) -> ReceiptCommitment:
    number = 1 + len(of_edition(edition_id))
    root = verifier.root_of(leaves)
    slug = editions.by_id(edition_id, now=now).slug
    content = written(slug, verifier.RECEIPTS, number, len(leaves), root, now=now)
    return ReceiptCommitment(
        edition_id=edition_id,
        number=number,
        count=len(leaves),
        root=root,
        content=content,
        signature=keyring().sign(content.encode()),
        made_at=now,
    )


def written(slug: str, of: str, number: int, count: int, root: str, *, now: datetime) -> str:
    """Return the lines of a commitment that are signed."""
    said = {"edition": slug, "of": of, "number": number, "made": moment(now), "count": count, "root": root}
    return verifier.statement(verifier.COMMITMENT, said)


def moment(at: datetime) -> str:
    """Return an instant as signed lines name it: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _uncommitted(edition_id: int) -> Any:  # noqa: ANN401 -- a select of three columns
    there = exists().where(CommittedReceipt.receipt_id == Receipt.id)
    return (
        select(Receipt.id, Receipt.document, Receipt.signature)
        .join(Version, Version.id == Receipt.version_id)
        .join(Entry, Entry.id == Version.entry_id)
        .where(Entry.edition_id == edition_id, ~there)
    )


# --- reading ------------------------------------------------------------------------------------------------


def of_edition(edition_id: int) -> tuple[Commitment, ...]:
    """Return what was published about the receipts of the contest, in its order."""
    query = select(ReceiptCommitment).where(ReceiptCommitment.edition_id == edition_id)
    return tuple(_view(row) for row in db.session.scalars(query.order_by(ReceiptCommitment.number)))


def by_id(commitment_id: int) -> Commitment:
    """Return one. Raises NotFound."""
    row = db.session.get(ReceiptCommitment, commitment_id)
    if row is None:
        raise NotFound(commitment_id)
    return _view(row)


def place(edition_id: int, number: str) -> Place | None:
    """Return where the receipt of that number stands; None where the contest has not committed to such a one."""
    row = db.session.execute(
        select(ReceiptCommitment, CommittedReceipt.leaf)
        .join(CommittedReceipt, CommittedReceipt.commitment_id == ReceiptCommitment.id)
        .join(Receipt, Receipt.id == CommittedReceipt.receipt_id)
        .where(ReceiptCommitment.edition_id == edition_id, Receipt.number == number)
    ).first()
    if row is None:
        return None
    leaves = _leaves(row[0].id)
    index = bisect_left(leaves, row[1])
    return Place(_view(row[0]), row[1], index, tuple(verifier.path_of(leaves, index)))


def leaves_of(edition_id: int) -> dict[int, str]:
    """Return what stands for each version of the contest that was committed to, by its id."""
    query = (
        select(Receipt.version_id, CommittedReceipt.leaf)
        .join(CommittedReceipt, CommittedReceipt.receipt_id == Receipt.id)
        .join(ReceiptCommitment, ReceiptCommitment.id == CommittedReceipt.commitment_id)
        .where(ReceiptCommitment.edition_id == edition_id)
    )
    return dict(db.session.execute(query).all())


def proof(found: Place, number: str, document: str = "", signature: str = "") -> dict[str, Any]:
    """Return what an author keeps to check the own entry anywhere; with the receipt itself only to who brought it."""
    kept: dict[str, Any] = {
        "format": verifier.ENTRY,
        "number": number,
        "leaf": found.leaf,
        "index": found.index,
        "path": list(found.path),
        "committed": found.commitment.content,
        "committed_signature": found.commitment.signature,
        "key": keyring().public_key,
    }
    return {**kept, "document": document, "signature": signature} if document else kept


def became(edition_id: int, judged: Collection[int]) -> tuple[Became, ...]:
    """Return what became of every receipt that was committed to, by commitment and leaf.

    `judged`: the entries of which there is a blind copy.
    """
    went = frozenset(judged)
    query = (
        select(
            ReceiptCommitment.number, CommittedReceipt.leaf, Entry.id, Entry.state,
            (Version.number == Entry.version_number).label("is_last"),
        )
        .join(CommittedReceipt, CommittedReceipt.commitment_id == ReceiptCommitment.id)
        .join(Receipt, Receipt.id == CommittedReceipt.receipt_id)
        .join(Version, Version.id == Receipt.version_id)
        .join(Entry, Entry.id == Version.entry_id)
        .where(ReceiptCommitment.edition_id == edition_id)
        .order_by(ReceiptCommitment.number, CommittedReceipt.leaf)
    )  # fmt: skip
    return tuple(
        Became(
            number,
            leaf,
            _fate(state, is_judged=entry_id in went) if is_last else verifier.REPLACED,
            entry_id if is_last else None,
        )
        for number, leaf, entry_id, state, is_last in db.session.execute(query)
    )


def _fate(state: str, *, is_judged: bool) -> str:
    if is_judged:
        return verifier.WITHDRAWN_LATER if state == states.WITHDRAWN else verifier.JUDGED
    return {states.WITHDRAWN: verifier.WITHDRAWN, states.REFUSED: verifier.REFUSED}.get(
        state, verifier.UNJUDGED
    )


def faults() -> list[str]:
    """Name every commitment that is not as it was signed, or that no longer follows from its receipts."""
    return [fault for row in db.session.scalars(_all()) for fault in _faults(row)]


def _all() -> Any:  # noqa: ANN401 -- a select of rows
    return select(ReceiptCommitment).order_by(ReceiptCommitment.id)


def _faults(row: ReceiptCommitment) -> Iterator[str]:
    name = f"commitment {row.number} to the receipts of edition {row.edition_id}"
    said = verifier.read(verifier.COMMITMENT, row.content)
    if not keyring().verifies(row.content.encode(), row.signature):
        yield f"{name}: it was changed since it was signed"
    leaves = _leaves(row.id)
    if (len(leaves), verifier.root_of(leaves)) != (int(said["count"]), said["root"]):
        yield f"{name}: what it stands for was added to, taken away from or changed since"


def _leaves(commitment_id: int) -> list[str]:
    query = select(CommittedReceipt.leaf).where(CommittedReceipt.commitment_id == commitment_id)
    return sorted(db.session.scalars(query))


def _view(row: ReceiptCommitment) -> Commitment:
    return Commitment(
        row.id, row.edition_id, row.number, row.count, row.root, row.content, row.signature, row.made_at
    )

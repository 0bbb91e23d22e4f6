"""The way out where too few of the holders' keys are left: results by code alone, and authors who prove a code theirs.

Nothing is opened. What an author has is a receipt that this installation signed, which names the digests of what was
received, and the original itself. Both are checked against each other and against the judged copy; two organisers look
at them, too, and record the join by hand. What its author took back while it was judged nobody can claim: as nothing is
opened its code may stand among the results, and no name ever will.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.anonymisation import key_making, sealing_keys
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.entries import for_office
from contest.entries import queries as entries
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken, RulesBroken
from contest.platform.database import db, is_writing, let_go
from contest.platform.events import publish as say
from contest.platform.locks import Subject, begin_writing_about
from contest.results import claim_proofs, events, publication, queries
from contest.results.claim_proofs import Proof, Proved
from contest.results.models import Publication
from contest.results.models_beside import ResultClaim


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A work with a prize that is published by its code; `entry_id` once it is proved whose it is."""

    category_id: int
    prize_id: int
    code: str
    place: int
    entry_id: int | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A code that somebody proved to be theirs; joined where `confirmed_at` is set."""

    key: str
    code: str
    entry_id: int
    receipt_number: str
    claimed_at: datetime
    claimed_by: int
    confirmed_at: datetime | None
    confirmed_by: int | None


def publish(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Make the approved results public by code, because the identities cannot be opened. It cannot be taken back."""
    begin_writing_about(Subject.RESULTS, edition_id)
    digest = publication.approved(edition_id)
    key_making.give_up(edition_id, actor_id=actor_id, now=now)
    editing.mark_published(edition_id, actor_id=actor_id, now=now)
    row = Publication(edition_id=edition_id, published_at=now, published_by=actor_id, digest=digest)
    db.session.add(row)
    db.session.flush()
    say(
        events.PublishedByCode(
            at=now, actor_id=actor_id, edition_id=edition_id, publication_id=row.id, digest=digest
        )
    )


def is_by_code(edition_id: int) -> bool:
    """Tell whether the results were published by code alone."""
    key = sealing_keys.edition_key(edition_id)
    return key is not None and key.given_up_at is not None


def winners(edition_id: int) -> tuple[CodeLine, ...]:
    """Return the works with a prize by category and place; nothing where the results have names."""
    final = queries.final_computation(edition_id)
    if final is None or not is_by_code(edition_id):
        return ()
    awards = queries.awards(edition_id)
    claimed = select(ResultClaim.blind_copy_id, ResultClaim.entry_id)
    joined = {
        row[0]: row[1]
        for row in db.session.execute(
            claimed.where(ResultClaim.edition_id == edition_id, ResultClaim.confirmed_at.is_not(None))
        )
    }
    lines = [
        CodeLine(each.category_id, prize, each.code, each.place, joined.get(each.blind_copy_id))
        for each in queries.standings(final.id)
        if (award := awards.get(each.blind_copy_id)) and (prize := award.prize_id) is not None
    ]
    return tuple(sorted(lines, key=lambda line: (line.category_id, line.place, line.code)))


def claims(edition_id: int) -> tuple[ClaimView, ...]:
    """Return what was claimed, the latest first."""
    codes = _codes(edition_id)
    query = select(ResultClaim).where(ResultClaim.edition_id == edition_id).order_by(ResultClaim.id.desc())
    by_copy = {copy_id: code for code, copy_id in codes.items()}
    return tuple(
        ClaimView(
            row.key, by_copy[row.blind_copy_id], row.entry_id, row.receipt_number,
            row.claimed_at, row.claimed_by, row.confirmed_at, row.confirmed_by,
        )
        for row in db.session.scalars(query)
    )  # fmt: skip


def claim(edition_id: int, proof: Proof, *, actor_id: int, now: datetime) -> None:
    """Record that a code is proved to be an entry's; it waits for a second organiser. Raises RuleBroken."""
    _needed(edition_id)
    written = text.one_line(proof.code).upper()
    proved = _proved(edition_id, written, proof)
    if not is_writing():
        let_go()
    begin_writing_about(Subject.RESULTS, edition_id)
    _needed(edition_id)
    copy_id = _codes(edition_id)[written]
    work = for_office.by_number(edition_id, proved.number)
    if work is None:
        raise RuleBroken(N_("This receipt is not of a work of this contest."), field="document")
    if work[0] in entries.withdrawn_late(edition_id):
        raise RuleBroken(
            N_("This work was taken back by its author while it was judged: nobody can claim it."),
            field="document",
        )
    claim_proofs.check_same(editions.rounds(edition_id)[-1].id, written, proved.text)
    either = (ResultClaim.blind_copy_id == copy_id) | (ResultClaim.entry_id == work[0])
    if db.session.scalar(select(ResultClaim.id).where(either)) is not None:
        raise RuleBroken(N_("This code, or this work, is claimed already."), field="code")
    row = ResultClaim(
        edition_id=edition_id, blind_copy_id=copy_id, entry_id=work[0], receipt_number=proved.number,
        sha256=proved.digest, claimed_at=now, claimed_by=actor_id,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    say(events.CodeClaimed(at=now, actor_id=actor_id, edition_id=edition_id, claim_id=row.id))


def _proved(edition_id: int, written: str, proof: Proof) -> Proved:
    """Check what was brought by itself. Slow: before any transaction. Raises RulesBroken, which names all faults."""
    broken: list[RuleBroken] = []
    if written not in _codes(edition_id):
        sentence = N_("No work of the last round has the code “%(code)s”.")
        broken.append(RuleBroken(sentence, field="code", code=written))
    try:
        proved = claim_proofs.proved(proof)
    except RuleBroken as error:
        broken.extend(error.each)
    if broken:
        raise RulesBroken(tuple(broken))
    return proved


def drop(key: str, edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Drop a claim that nobody has confirmed, so that a wrong one does not stand in the way of the right author."""
    row = _waiting(key, edition_id)
    say(events.CodeClaimDropped(at=now, actor_id=actor_id, edition_id=edition_id, claim_id=row.id))
    db.session.delete(row)


def confirm(key: str, edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Join the code and the work, as a second organiser. Raises RuleBroken for the one who recorded the claim."""
    row = _waiting(key, edition_id)
    if row.claimed_by == actor_id:
        raise RuleBroken(N_("You recorded this claim yourself, so another organiser has to confirm it."))
    row.confirmed_at, row.confirmed_by = now, actor_id
    publication.join(edition_id, {row.blind_copy_id: row.entry_id})
    say(events.CodeJoined(at=now, actor_id=actor_id, edition_id=edition_id, claim_id=row.id))


def _waiting(key: str, edition_id: int) -> ResultClaim:
    """Return the claim that waits, held until the end. Raises NotFound, Conflict."""
    begin_writing_about(Subject.RESULTS, edition_id)
    query = select(ResultClaim).where(ResultClaim.key == key, ResultClaim.edition_id == edition_id)
    row = db.session.scalar(query)
    if row is None:
        raise NotFound(key)
    if row.confirmed_at is not None:
        raise Conflict(N_("This claim is confirmed already."))
    return row


def _needed(edition_id: int) -> None:
    if not is_by_code(edition_id):
        raise Conflict(N_("The results of this contest are not published by code."))


def _codes(edition_id: int) -> dict[str, int]:
    final = queries.final_computation(edition_id)
    return {each.code: each.blind_copy_id for each in queries.standings(final.id)} if final else {}

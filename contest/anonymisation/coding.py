"""Draws blind codes in one act: copies without names, opaque keys, seals; then nothing joins code and name."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import SystemRandom
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import undefer

from contest.anonymisation import (
    commitments,
    copied_files,
    events,
    queries,
    redacting,
    renditions,
    sealing_keys,
    service,
)
from contest.anonymisation.copied_files import NONE, Files
from contest.anonymisation.keys import closed, conflict_key
from contest.anonymisation.models import BlindCopy, BlindPage, BlindRecording, ClosedKeys, Rendition, Seal
from contest.anonymisation.rules import clearing, seal
from contest.anonymisation.rules.codes import new_code
from contest.anonymisation.rules.seal import Link
from contest.anonymisation.writing import begin_alone
from contest.editions import late, sealings
from contest.editions import queries as editions
from contest.editions import service as editions_service
from contest.editions.rules import rounds, schedule
from contest.entries import commitments as receipts
from contest.entries import queries as entries
from contest.entries import service as entries_service
from contest.entries import works_sealed
from contest.entries.queries import AcceptedWork
from contest.kernel.errors import N_, Conflict, RuleBroken
from contest.people import queries as people
from contest.platform import public_seals
from contest.platform.crypto import keyring
from contest.platform.database import db
from contest.platform.events import publish

_BATCH: Final = 200
_RECORDING: Final = ("blind_copy_id", "kind", "seconds", "storage_key")


@dataclass(frozen=True, slots=True)
class _Source:
    """What a blind copy is made from: its opaque keys, and its own files."""

    link: Link
    category_id: int
    closeness: frozenset[str]
    files: Files


# --- the first round ----------------------------------------------------------------------------------------


def problems(edition_id: int, *, now: datetime) -> tuple[RuleBroken, ...]:
    """Name what stands between the edition and its codes; nothing where they can be drawn."""
    return tuple(_problems(edition_id, entries.accepted_for_coding(edition_id), now))


def draw_codes(round_id: int, *, actor_id: int, now: datetime) -> int:
    """Give every accepted work of the edition its code in the first round; return how many there are.

    From now on judging runs, and the works are known by their codes alone. Raises RuleBroken naming what is
    missing, Conflict where something changed while the files were copied.
    """
    edition_id = editions.round_by_id(round_id).edition_id
    works = entries.accepted_for_coding(edition_id)
    _raise_first(_problems(edition_id, works, now))
    files = copied_files.of_renditions(edition_id)
    public_key = _public_key(edition_id)
    with copied_files.copied(files) as copies, works_sealed.prepared(edition_id, public_key) as sealing:
        begin_alone()
        receipts.commit(edition_id, now=now)  # what came since the worker did: works on paper
        works = entries.accepted_for_coding(edition_id)
        _raise_first(_problems(edition_id, works, now))
        if copied_files.of_renditions(edition_id) != files:
            raise Conflict(N_("A blind copy has changed meanwhile. No codes were drawn; please start again."))
        editions_service.set_round_state(round_id, rounds.CODED, actor_id=actor_id, now=now)
        editions_service.begin_judging(edition_id, actor_id=actor_id, now=now)
        lines = _Lines()
        sources = [
            _Source(
                commitments.link("entry", w.entry_id),
                w.category_id,
                lines.keys(w),
                copies.get(w.entry_id, NONE),
            )
            for w in works
        ]
        made = _write(round_id, sources)
        leaves = receipts.leaves_of(edition_id)
        whence = {work.entry_id: leaves[work.version_id] for work in works}
        commitments.commit(round_id, {made[s.link.id]: s.link for s in sources}, whence, now=now)
        _forget_renditions(edition_id)
        entries_service.mark_coded(edition_id, [w.entry_id for w in works], actor_id=actor_id, now=now)
        if sealing is not None:
            sealing.finish(now=now)
        publish(
            events.CodesDrawn(
                at=now, actor_id=actor_id, edition_id=edition_id, round_id=round_id, copies=len(works)
            )
        )
    return len(works)


def _problems(edition_id: int, works: Sequence[AcceptedWork], now: datetime) -> Iterator[RuleBroken]:
    edition = editions.by_id(edition_id, now=now)
    if edition.collects_only:
        yield RuleBroken(N_("This contest only collects works and sends them on: nobody judges them here."))
        return
    phase = edition.phase
    if editions.rounds(edition_id)[0].state != rounds.WAITING:
        yield Conflict(N_("The codes of this round have been drawn already."))
        return
    if phase != schedule.CLOSED:
        yield RuleBroken(N_("Works are still taken in. The codes are drawn after the closing time."))
    waiting = late.running(edition_id, now=now)
    if waiting:
        yield RuleBroken(
            N_("Authors who may still hand a work in by an exception: %(count)d. Wait, or take it back."),
            count=waiting,
        )
    undecided = entries.undecided(edition_id)
    if undecided:
        yield RuleBroken(
            N_("Works that nobody has decided about: %(count)d. Accept or refuse each of them first."),
            count=undecided,
        )
    if not works:
        yield RuleBroken(N_("No work has been accepted, so there is nothing to draw codes for."))
    if edition.sealing.is_by_holders:
        yield from _not_rehearsed(edition_id)
        yield from works_sealed.obstacles(edition_id)
    yield from _unready(edition_id, works)


def _not_rehearsed(edition_id: int) -> Iterator[RuleBroken]:
    """Nothing is sealed to a key of which nobody has seen that it opens."""
    key = sealing_keys.edition_key(edition_id)
    if key is None:
        yield RuleBroken(
            N_(
                "The key holders' keys and the contest's key are not made yet. They are made on the page Key holders."
            )
        )
    elif key.rehearsed_at is None:
        yield RuleBroken(
            N_("The key holders have not rehearsed the opening yet. They do so on the page Key holders.")
        )


def _unready(edition_id: int, works: Sequence[AcceptedWork]) -> Iterator[RuleBroken]:
    there = renditions.states(edition_id, works)
    states = [there.get(work.entry_id) for work in works]
    for state, message in _UNREADY.items():
        if state in states:
            yield RuleBroken(message, count=states.count(state))


_UNREADY: Final = {
    None: N_("Blind copies not made yet: %(count)d. Prepare them first."),
    clearing.FAILED: N_(
        "Works that cannot be shown to judges: %(count)d. Open each and see what can be done about it."
    ),
    clearing.TO_CLEAR: N_(
        "Blind copies in which something was found: %(count)d. Look at each and clear it first."
    ),
}


def _raise_first(found: Iterable[RuleBroken]) -> None:
    for problem in found:
        raise problem


class _Lines:
    """Knows the units above each unit. Asks for the tree once."""

    def __init__(self) -> None:
        self._parents = {unit.id: unit.parent_id for unit in people.units()}

    def keys(self, work: AcceptedWork) -> frozenset[str]:
        """Return the keys of all authors, of their own units and of those above them but the root.

        Everybody has the root in common; its key would keep every judge of its own from every work. Who was asked,
        declined or left knows whose work it is, and must not read it either.
        """
        found = {conflict_key("person", work.author_id), *self._line(work.unit_id)}
        for other in work.others:
            person_id = other.account_id or _account_of(other.email)
            if person_id is not None:
                found.add(conflict_key("person", person_id))
            if other.is_author:
                found.update(self._line(other.unit_id))
        return frozenset(found)

    def _line(self, own_unit_id: int | None) -> Iterator[str]:
        unit_id = own_unit_id
        while unit_id is not None:
            parent_id = self._parents[unit_id]
            if parent_id is not None or unit_id == own_unit_id:
                yield conflict_key("unit", unit_id)
            unit_id = parent_id


def _account_of(email: str) -> int | None:
    person = people.by_email(email) if email else None
    return person.id if person else None


def _forget_renditions(edition_id: int) -> None:
    """Take the works out of the named side: the same text beside a name and beside a code would join them."""
    for row in db.session.scalars(select(Rendition).where(Rendition.edition_id == edition_id)):
        service.forget_pages(row.storage_keys)
    gone = delete(Rendition).where(Rendition.edition_id == edition_id)
    db.session.execute(gone, execution_options={"synchronize_session": False})
    redacting.forget_all(edition_id)
    db.session.expire_all()


# --- a later round ------------------------------------------------------------------------------------------


def recode(
    from_round_id: int, to_round_id: int, blind_copy_ids: Collection[int], *, actor_id: int, now: datetime
) -> dict[int, int]:
    """Give the works that go on new codes in the next round. The old codes tell nothing.

    Returns the new blind copy of each old one, for the results to carry scores along; it is kept nowhere else.
    """
    wanted = set(blind_copy_ids)
    former = [copy for copy in queries.blind_copies(from_round_id) if copy.id in wanted]
    if not wanted:
        raise RuleBroken(N_("No work goes on to this round, so there is nothing to draw codes for."))
    if len(former) != len(wanted):
        raise Conflict(N_("A work is not of the round before. No codes were drawn; please start again."))
    with copied_files.copied(copied_files.of_round(from_round_id)) as copies:
        begin_alone()
        closeness = queries.conflict_keys(from_round_id)
        edition_id = editions.round_by_id(to_round_id).edition_id
        editions_service.set_round_state(to_round_id, rounds.CODED, actor_id=actor_id, now=now)
        sources = [
            _Source(commitments.link("copy", c.id), c.category_id, closeness[c.id], copies.get(c.id, NONE))
            for c in former
        ]
        new = _write(to_round_id, sources)
        whence = commitments.leaves(from_round_id)
        commitments.commit(to_round_id, {new[s.link.id]: s.link for s in sources}, whence, now=now)
        publish(
            events.CodesDrawn(
                at=now, actor_id=actor_id, edition_id=edition_id, round_id=to_round_id, copies=len(former)
            )
        )
    return new


# --- writing ------------------------------------------------------------------------------------------------


def _write(round_id: int, sources: list[_Source]) -> dict[int, int]:
    """Write copies, pages, recordings, opaque keys and seals in chance order: ids and places of rows tell nothing.

    Returns the ids of the copies by what they were made from.
    """
    made: dict[int, int] = {}
    SystemRandom().shuffle(sources)
    edition_id = editions.round_by_id(round_id).edition_id
    codes, close = iter(_new_codes(edition_id, len(sources))), _closing(edition_id)
    for at in range(0, len(sources), _BATCH):
        batch = sources[at : at + _BATCH]
        shown = _shown(batch)
        rows = [
            BlindCopy(
                edition_id=edition_id,
                round_id=round_id,
                category_id=source.category_id,
                code=next(codes),
                title=shown[source.link.id].title,
                kind=shown[source.link.id].kind,
                html=shown[source.link.id].html,
                words=shown[source.link.id].words,
                placed=shown[source.link.id].placed,
                own=shown[source.link.id].own,
            )
            for source in batch
        ]
        db.session.add_all(rows)
        db.session.flush()
        _write_beside(list(zip((row.id for row in rows), batch, strict=True)), close)
        made |= {source.link.id: row.id for row, source in zip(rows, batch, strict=True)}
    _write_keys(made, sources)
    return made


def _write_keys(made: dict[int, int], sources: Sequence[_Source]) -> None:
    """Write the opaque keys of all copies, locked; of the whole round at once, so that all are equally long."""
    locked = closed([source.closeness for source in sources])
    rows = [
        {"blind_copy_id": made[source.link.id], "locked": each}
        for source, each in zip(sources, locked, strict=True)
    ]
    db.session.execute(insert(ClosedKeys), rows)


def _shown(batch: Sequence[_Source]) -> dict[int, Rendition | BlindCopy]:
    """Return the rows that hold what is shown, by the id that the seals will hold."""
    ids = [source.link.id for source in batch]
    if batch[0].link.to == "entry":
        made = select(Rendition).where(Rendition.entry_id.in_(ids))
        made = made.options(undefer(Rendition.html), undefer(Rendition.placed))
        return {row.entry_id: row for row in db.session.scalars(made)}
    former = select(BlindCopy).where(BlindCopy.id.in_(ids))
    former = former.options(undefer(BlindCopy.html), undefer(BlindCopy.placed))
    return {row.id: row for row in db.session.scalars(former)}


def _closing(edition_id: int) -> Callable[[bytes], bytes]:
    """Return what closes a seal of the edition: the key of its holders where it has them, else the installation's."""
    public_key = _public_key(edition_id)
    return keyring().seal if public_key is None else partial(public_seals.seal_to, public_key)


def _public_key(edition_id: int) -> bytes | None:
    """Return the key of the edition's holders, None where the installation seals. Raises Conflict."""
    if not sealings.of(edition_id).is_by_holders:
        return None
    public_key = sealing_keys.public_key_of(edition_id)
    if public_key is None:
        raise Conflict(N_("The key of the key holders is not there (any more), so no codes were drawn."))
    return public_key


def _write_beside(copies: Sequence[tuple[int, _Source]], close: Callable[[bytes], bytes]) -> None:
    pages = [
        {"blind_copy_id": copy_id, "number": number, "storage_key": key}
        for copy_id, source in copies
        for number, key in enumerate(source.files.page_keys, start=1)
    ]
    recordings = [
        dict(zip(_RECORDING, (copy_id, *source.files.recording), strict=True))
        for copy_id, source in copies
        if source.files.recording is not None
    ]
    seals = [
        {"blind_copy_id": copy_id, "sealed": close(seal.written(source.link))} for copy_id, source in copies
    ]
    for model, rows in ((BlindPage, pages), (BlindRecording, recordings), (Seal, seals)):
        if rows:
            db.session.execute(insert(model), rows)


def _new_codes(edition_id: int, count: int) -> list[str]:
    """Return so many codes that no round of the edition has used."""
    taken = set(db.session.scalars(select(BlindCopy.code).where(BlindCopy.edition_id == edition_id)))
    drawn: list[str] = []
    while len(drawn) < count:
        code = new_code(secrets.randbelow)
        if code not in taken:
            taken.add(code)
            drawn.append(code)
    return drawn

"""The one act that opens the identities: after two approvals, standings and awards are joined to their entries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete

from contest.anonymisation import erasing as blind
from contest.anonymisation import sealing_keys, seals
from contest.editions import awarding, sealings
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.entries import queries as works
from contest.entries import works_put_back
from contest.judging import queries as judging
from contest.kernel.errors import N_, RuleBroken
from contest.platform.crypto import SealBroken
from contest.platform.database import db
from contest.platform.events import publish as say
from contest.platform.locks import Subject, begin_writing_about
from contest.results import choices, events, extra_winners, joining, queries, taken_back
from contest.results.models import AuthorCheck, Publication, PublishedResult, WithdrawalCheck, WithdrawnResult
from contest.results.queries import StandingView
from contest.results.rules import extras, leaving_out
from contest.results.service import APPROVERS


def publish(edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Open the seals, record it, and make the results public. Raises RuleBroken without two people's approval."""
    begin_writing_about(Subject.RESULTS, edition_id)
    digest = approved(edition_id)
    _refuse_sealed(edition_id)
    _refuse_unread(edition_id)
    editing.mark_published(edition_id, actor_id=actor_id, now=now)
    row = Publication(edition_id=edition_id, published_at=now, published_by=actor_id, digest=digest)
    db.session.add(row)
    db.session.flush()
    entries = _opened(edition_id, actor_id=actor_id, now=now)
    gone = taken_back.copies(edition_id, entries)
    _refuse_withdrawn(edition_id, gone)
    _refuse_too_many(edition_id, entries)
    _leave_out(edition_id, gone)
    join(edition_id, {copy_id: entry_id for copy_id, entry_id in entries.items() if copy_id not in gone})
    extra_winners.write(edition_id, entries)
    joining.write(edition_id, entries, seals.all_links(edition_id), now=now)
    if gone:
        blind.empty(gone)  # nobody needs to read them any more
    say(
        events.ResultsPublished(
            at=now, actor_id=actor_id, edition_id=edition_id, publication_id=row.id, digest=digest
        )
    )


def check_withdrawn(edition_id: int, *, actor_id: int, now: datetime) -> bool:
    """Tell whether no prize stands for a work that its author took back; keep the codes for the chair where one does.

    Asked like `check_authors`, and as silent about names: the chair learns that the work of a code was taken back, to
    decide about its prize anew. Of works without a prize nothing is told.
    """
    begin_writing_about(Subject.RESULTS, edition_id)
    if not works.withdrawn_late(edition_id):
        return True
    digest = approved(edition_id)
    _refuse_sealed(edition_id)
    with _readable():
        found = _with_prize(edition_id, taken_back.copies(edition_id, seals.joined(edition_id)))
    if found:
        codes = sorted(taken_back.known(edition_id) | set(found))
        db.session.execute(delete(WithdrawalCheck).where(WithdrawalCheck.edition_id == edition_id))
        db.session.add(WithdrawalCheck(edition_id=edition_id, codes=codes, checked_at=now))
        db.session.flush()
    say(
        events.WithdrawalsChecked(
            at=now, actor_id=actor_id, edition_id=edition_id, digest=digest, count=len(found)
        )
    )
    return not found


def _with_prize(edition_id: int, copies: Collection[int]) -> list[str]:
    """Return the codes of those copies that have a prize, of the tables or beside them."""
    final = queries.final_computation(edition_id)
    won = {a.blind_copy_id for a in queries.awards(edition_id).values() if a.prize_id is not None}
    won |= {each.blind_copy_id for each in choices.chosen(edition_id)}
    listed = queries.standings(final.id) if final else ()
    return sorted(s.code for s in listed if s.blind_copy_id in won and s.blind_copy_id in copies)


def _refuse_withdrawn(edition_id: int, gone: Collection[int]) -> None:
    codes = _with_prize(edition_id, gone)
    if codes:
        raise RuleBroken(
            N_("Taken back by their authors, so without a prize: %(codes)s. Nothing was published."),
            codes=", ".join(codes),
        )


def _leave_out(edition_id: int, gone: Collection[int]) -> None:
    """Keep where the works stood that are left out, so that everybody can see who moved up."""
    for judged in editions.rounds(edition_id) if gone else ():
        computation = queries.latest(judged.id)
        db.session.add_all(
            WithdrawnResult(
                edition_id=edition_id,
                category_id=s.category_id,
                round_id=judged.id,
                code=s.code,
                place=s.place,
            )
            for s in (queries.standings(computation.id) if computation else ())
            if s.blind_copy_id in gone
        )
    db.session.flush()


def check_authors(edition_id: int, *, actor_id: int, now: datetime) -> bool:
    """Tell whether no author has more prizes than the rules allow; keep the codes for the chair where one has.

    Only the seals know whose two works are, so it can be asked only when two people have approved the decision, and
    each asking is recorded. The answer is codes: it tells that two works are by one author, which the jury has to know
    to take a prize back, and never who that is. Nothing counts as opened by it.
    """
    begin_writing_about(Subject.RESULTS, edition_id)
    if awarding.caps(edition_id).per_author is None:
        return True
    digest = approved(edition_id)
    _refuse_sealed(edition_id)
    with _readable():
        groups = _too_many(edition_id, seals.joined(edition_id))
    db.session.execute(delete(AuthorCheck).where(AuthorCheck.edition_id == edition_id))
    codes = [" ".join(group) for group in groups]
    db.session.add(AuthorCheck(edition_id=edition_id, digest=digest, groups=codes, checked_at=now))
    db.session.flush()
    say(
        events.AuthorsChecked(
            at=now, actor_id=actor_id, edition_id=edition_id, digest=digest, count=len(groups)
        )
    )
    return not groups


def _too_many(edition_id: int, entries: Mapping[int, int]) -> tuple[tuple[str, ...], ...]:
    """Return the codes of each author with more prizes than allowed: of the tables, and those that the chair chose."""
    limit = awarding.caps(edition_id).per_author
    final = queries.final_computation(edition_id)
    if limit is None or final is None:
        return ()
    won = [each.blind_copy_id for each in queries.awards(edition_id).values() if each.prize_id is not None]
    won += [each.blind_copy_id for each in choices.chosen(edition_id)]
    codes = {s.blind_copy_id: s.code for s in queries.standings(final.id)}
    named = works.named([entries[copy_id] for copy_id in won])
    authors = {
        codes[copy_id]: [author.account_id for author in named[entries[copy_id]].authors] for copy_id in won
    }
    return extras.beyond([codes[copy_id] for copy_id in won], authors, limit)


def _refuse_too_many(edition_id: int, entries: Mapping[int, int]) -> None:
    for group in _too_many(edition_id, entries):
        raise RuleBroken(
            N_("By one author, who has more prizes than the rules allow: %(codes)s. Nothing was published."),
            codes=", ".join(group),
        )


def approved(edition_id: int) -> str:
    """Return the digest of what was approved. Raises RuleBroken where it is not, or cannot be right."""
    digest = queries.decision_digest(edition_id)
    approvers = {approval.account_id for approval in queries.approvals(edition_id)}
    if digest is None or len(approvers) < APPROVERS:
        raise RuleBroken(
            N_("Two different people must approve these very results first; %(count)d has so far."),
            count=len(approvers),
        )
    if queries.faults(edition_id):
        raise RuleBroken(
            N_(
                "The ranking does not follow from the marks any more, so nothing was published. Ask the"
                " administrator to run the check of the installation."
            )
        )
    return digest


def _refuse_sealed(edition_id: int) -> None:
    """Where key holders sealed the identities, they open them first, in a meeting of their own."""
    key = sealing_keys.edition_key(edition_id)
    if sealings.of(edition_id).is_by_holders and (key is None or key.opened_at is None):
        raise RuleBroken(
            N_("The key holders have not opened the identities yet. They do so on the page Key holders.")
        )


def _refuse_unread(edition_id: int) -> None:
    """Results name works, and their proofs join digests: so all works are back first."""
    found = works_put_back.progress(edition_id)
    if found is not None:
        raise RuleBroken(
            N_("%(back)d of %(works)d works are readable again. The results can be published when all are."),
            back=found.back,
            works=found.works,
        )


def _opened(edition_id: int, *, actor_id: int, now: datetime) -> Mapping[int, int]:
    with _readable():
        return seals.open_seals(edition_id, actor_id=actor_id, now=now)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except SealBroken as error:
        raise RuleBroken(
            N_(
                "The seals cannot be opened with the keys of this installation, so nothing was published. Ask"
                " the administrator to restore the keys from the backup."
            )
        ) from error


def join(edition_id: int, entries: Mapping[int, int]) -> None:
    """Write a result for every entry that was ranked: its place in the last round that it reached.

    Who stood behind a work that is left out moves up.
    """
    awards = queries.awards(edition_id)
    copies: defaultdict[int, list[int]] = defaultdict(list)
    for copy_id, entry_id in sorted(entries.items()):
        copies[entry_id].append(copy_id)
    reached: dict[int, tuple[int, StandingView, list[dict[str, object]]]] = {}
    for judged in editions.rounds(edition_id):
        computation = queries.latest(judged.id)
        scores = _scores(judged.id)
        for standing in queries.standings(computation.id) if computation else ():
            if standing.blind_copy_id not in entries:
                continue  # taken back, or published by code and not proved yet whose it is
            own = scores[standing.blind_copy_id]
            reached[entries[standing.blind_copy_id]] = (judged.id, standing, own)
    left_out = taken_back.places(edition_id)
    for entry_id, (round_id, standing, readings) in sorted(reached.items()):
        award = awards.get(standing.blind_copy_id)
        db.session.add(
            PublishedResult(
                edition_id=edition_id,
                category_id=standing.category_id,
                round_id=round_id,
                entry_id=entry_id,
                prize_id=award.prize_id if award else None,
                code=standing.code,
                place=leaving_out.place(standing.place, left_out.get((round_id, standing.category_id), ())),
                value=str(standing.value),
                scores=readings,
                copy_ids=copies[entry_id],
            )
        )
    db.session.flush()


def _scores(round_id: int) -> defaultdict[int, list[dict[str, object]]]:
    """Return what an author may see of the own readings: totals and points by criterion, never the judge.

    Sorted by total, so that the order of the readings tells nothing either.
    """
    found: defaultdict[int, list[dict[str, object]]] = defaultdict(list)
    rubrics = judging.rubrics(round_id).own.values()
    names = {line.id: line.settings.name for rubric in rubrics for line in rubric.criteria}
    for score in sorted(judging.scores(round_id), key=lambda s: (s.total, s.blind_copy_id)):
        marks = {names[key]: str(mark.points) for key, mark in score.marks.items() if mark.points is not None}
        found[score.blind_copy_id].append({"total": str(score.total), "marks": marks})
    return found

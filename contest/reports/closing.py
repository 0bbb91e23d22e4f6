"""What an official reports when a contest is over: works, judging, results, and how blindness was kept.

Every number is counted when it is asked for. Of authors it holds no name until the results are published; then one name
each for the identities that were opened before, and no other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from contest.access.duties import Duty
from contest.anonymisation import commitments as copies
from contest.anonymisation import key_meetings, sealing_keys
from contest.anonymisation import queries as blind
from contest.anonymisation.key_meetings import MeetingView
from contest.anonymisation.rules import holders
from contest.anonymisation.sealing_keys import EditionKeyView
from contest.editions import awarding, blind_checks, roster
from contest.editions import queries as editions
from contest.editions.queries import EditionView, ExtensionView, RoundView
from contest.entries import commitments as receipts
from contest.entries import decisions, reporting, totals, unit_counts
from contest.entries import queries as works
from contest.entries.rules import states
from contest.judging import queries as judging
from contest.kernel.names import alphabet_key
from contest.people import members
from contest.people import queries as people
from contest.results import by_code, outcomes, taken_back
from contest.results import queries as results

_ACCEPTED = (states.ACCEPTED, states.CODED)
RECEIPTS, COPIES = "receipts", "copies"


@dataclass(frozen=True, slots=True)
class PrizeLine:
    """A prize of a category, how often it was planned and, after the publication, given."""

    name: str
    planned: int
    given: int | None


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """Works of a category by what became of them. Withdrawn ones count as never submitted."""

    name: str
    submitted: int
    accepted: int
    refused: int
    prizes: tuple[PrizeLine, ...]


@dataclass(frozen=True, slots=True)
class KindLine:
    """Units of one kind that works came from; `kind` "" has no name or no unit."""

    kind: str
    units: int
    submitted: int
    accepted: int


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round: works by code, judges who read, readings given out and done, third ones among them."""

    name: str
    state: str
    works: int
    judges: int
    planned: int
    done: int
    thirds: int
    recused: int


@dataclass(frozen=True, slots=True)
class Root:
    """A commitment that was published. `what`: receipts, or copies of the round that `round` names."""

    what: str
    round: str
    count: int
    root: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Met:
    """What key holders met for and did. `holders`: who came and when; `by`: who asked.

    Of one identity: `told`, who was the chair and was written to then; `author`: after the publication alone.
    """

    begun_at: datetime
    done_at: datetime
    by: str
    holders: tuple[tuple[str, datetime], ...]
    count: int
    number: str
    place: str
    witnesses: tuple[str, ...]
    code: str
    reason: str
    told: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class Blindness:
    """How the identities were kept. `sealing`: plain or sealed; `checked_at` and `leaks` of the last check."""

    sealing: str
    key: EditionKeyView | None
    rehearsals: tuple[datetime, ...]
    roots: tuple[Root, ...]
    checked_at: datetime | None
    leaks: int | None
    opening: Met | None
    single: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class ClosingReport:
    """The whole. `states`: submitted works by state; `kept`: works that units keep and only reported."""

    edition: EditionView
    organisers: tuple[str, ...]
    extensions: tuple[ExtensionView, ...]
    published_at: datetime | None
    is_by_code: bool
    states: Mapping[str, int]
    authors: int
    on_paper: int
    kept: int
    taken_back: int
    refused: Mapping[str, int]
    categories: tuple[CategoryLine, ...]
    kinds: tuple[KindLine, ...]
    extra: tuple[PrizeLine, ...]
    rounds: tuple[RoundLine, ...]
    blindness: Blindness

    @property
    def submitted(self) -> int:
        return sum(count for state, count in self.states.items() if state != states.WITHDRAWN)


def of_edition(edition_id: int, *, now: datetime) -> ClosingReport:
    """Return the report as things stand at this instant. Raises NotFound."""
    found = totals.of_edition(edition_id)
    publication = results.publication(edition_id)
    given = outcomes.given(edition_id) if publication else None
    return ClosingReport(
        edition=editions.by_id(edition_id, now=now),
        organisers=_names(editions.appointed(edition_id, Duty.ORGANISER)),
        extensions=editions.extensions(edition_id),
        published_at=publication.published_at if publication else None,
        is_by_code=by_code.is_by_code(edition_id),
        states=found.by_state,
        authors=found.authors,
        on_paper=found.on_paper,
        kept=sum(each.works for each in reporting.by_unit(edition_id)),
        taken_back=taken_back.count(edition_id),
        refused=dict(sorted(decisions.refused_because(edition_id)[1].items())),
        categories=_categories(edition_id, found.by_category, given),
        kinds=_kinds(edition_id),
        extra=_extra(edition_id, given),
        rounds=tuple(_round(each) for each in editions.rounds(edition_id)),
        blindness=_blindness(edition_id, now),
    )


def _names(account_ids: Iterable[int]) -> tuple[str, ...]:
    ids = list(account_ids)
    known = people.people(frozenset(ids))
    return tuple(known[account_id].name for account_id in ids)


# --- works and judging ----------------------------------------------------------------------------------------------


def _categories(
    edition_id: int, counts: Mapping[int, Mapping[str, int]], given: outcomes.Given | None
) -> tuple[CategoryLine, ...]:
    lines = []
    for category in editions.categories(edition_id):
        by_state = counts.get(category.id, {})
        prizes = (
            PrizeLine(each.name, each.count, given.tables.get(each.id, 0) if given else None)
            for each in category.prizes
        )
        lines.append(
            CategoryLine(
                name=category.name,
                submitted=sum(n for state, n in by_state.items() if state != states.WITHDRAWN),
                accepted=sum(by_state.get(state, 0) for state in _ACCEPTED),
                refused=by_state.get(states.REFUSED, 0),
                prizes=tuple(prizes),
            )
        )
    return tuple(lines)


def _extra(edition_id: int, given: outcomes.Given | None) -> tuple[PrizeLine, ...]:
    return tuple(
        PrizeLine(each.prize.name, each.prize.count, given.extra.get(each.id, 0) if given else None)
        for each in awarding.extra_prizes(edition_id)
    )


def _kinds(edition_id: int) -> tuple[KindLine, ...]:
    """Sum up what came from units of each kind, the kind with the most works first."""
    counted = unit_counts.counts_by_unit(edition_id)
    kinds = members.kinds(frozenset(each.unit_id for each in counted if each.unit_id is not None))
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in counted:
        submitted = each.total - each.by_state.get(states.WITHDRAWN, 0)
        if submitted:
            line = sums[kinds.get(each.unit_id or 0, "")]
            line[0] += each.unit_id is not None
            line[1] += submitted
            line[2] += sum(each.by_state.get(state, 0) for state in _ACCEPTED)
    found = [KindLine(kind, *line) for kind, line in sums.items()]
    return tuple(sorted(found, key=lambda line: (-line.submitted, alphabet_key(line.kind))))


def _round(judged: RoundView) -> RoundLine:
    lines = judging.progress(judged.id)
    return RoundLine(
        name=judged.name,
        state=judged.state,
        works=blind.count(judged.id),
        judges=len(lines),
        planned=sum(line.assigned for line in lines),
        done=sum(line.submitted for line in lines),
        thirds=sum(line.thirds for line in lines),
        recused=sum(line.recused for line in lines),
    )


# --- blindness ------------------------------------------------------------------------------------------------------


def _blindness(edition_id: int, now: datetime) -> Blindness:
    done = [each for each in key_meetings.of_edition(edition_id, now=now)[::-1] if each.state == holders.DONE]
    authors = _authors(edition_id, [each.code for each in done if each.purpose == holders.ONE])
    check = blind_checks.last(edition_id)
    is_checked = check is not None and check.finished_at is not None and bool(check.report)
    opened = [_met(each, "") for each in done if each.purpose == holders.OPENING]
    return Blindness(
        sealing=editions.by_id(edition_id, now=now).sealing.mode,
        key=sealing_keys.edition_key(edition_id),
        rehearsals=tuple(e.done_at for e in done if e.purpose == holders.REHEARSAL and e.done_at),
        roots=_roots(edition_id),
        checked_at=check.finished_at if check and is_checked else None,
        leaks=len(check.report["findings"]) if check and is_checked else None,
        opening=opened[-1] if opened else None,
        single=tuple(_met(e, authors.get(e.code, "")) for e in done if e.purpose == holders.ONE),
    )


def _roots(edition_id: int) -> tuple[Root, ...]:
    rounds = {each.id: each.name for each in editions.rounds(edition_id)}
    found = [Root(RECEIPTS, "", e.count, e.root, e.made_at) for e in receipts.of_edition(edition_id)]
    found += [
        Root(COPIES, rounds[e.round_id], e.count, e.root, e.made_at) for e in copies.of_edition(edition_id)
    ]
    return tuple(sorted(found, key=lambda each: (each.made_at, each.what != RECEIPTS, each.root)))


def _met(meeting: MeetingView, author: str) -> Met:
    done_at = meeting.done_at or meeting.until
    came = _names(turn.account_id for turn in meeting.turns)
    chairs = roster.held_at(meeting.edition_id, Duty.CHAIR, done_at) if meeting.code else ()
    return Met(
        begun_at=meeting.begun_at,
        done_at=done_at,
        by=people.person(meeting.begun_by).name,
        holders=tuple((name, turn.entered_at) for name, turn in zip(came, meeting.turns, strict=True)),
        count=meeting.count,
        number=meeting.number,
        place=meeting.place,
        witnesses=tuple(line.strip() for line in meeting.witnesses.splitlines() if line.strip()),
        code=meeting.code,
        reason=meeting.reason,
        told=_names(chairs),
        author=author,
    )


def _authors(edition_id: int, codes: Iterable[str]) -> Mapping[str, str]:
    """Return whose these codes are; nothing before the publication, and none of a work that has no result."""
    wanted = frozenset(codes)
    published = outcomes.entries_by_code(edition_id) if wanted else {}
    entries = {code: published[code] for code in wanted & published.keys()}
    named = works.named(sorted(set(entries.values())))
    return {
        code: ", ".join(author.name for author in named[entry_id].authors)
        for code, entry_id in entries.items()
    }

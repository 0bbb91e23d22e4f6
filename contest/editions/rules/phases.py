"""What must be so before an edition may go on to its next phase, as sentences that say how to mend it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from contest.editions.rules import edition, schedule
from contest.editions.rules.edition import EditionSpec
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, RuleBroken

REASON = (3, 300)
# What may still be changed once people rely on the announcement.
LATE = frozenset({"title", "summary", "rules_text", "second_factor", "milestones"})


def before_announcing(spec: EditionSpec, *, now: datetime) -> Iterator[RuleBroken]:
    """Name what is missing before the edition can be announced."""
    yield from edition.problems(spec)
    if not spec.rules_text:
        yield RuleBroken(
            N_("The rules of the contest are not written yet. Write them: authors must know what is asked."),
            field="rules_text",
        )
    if spec.closes_at <= now:
        yield RuleBroken(
            N_("The closing time has passed already. Set a closing time in the future."), field="closes_at"
        )


def before_judging(phase: str, first_round_state: str) -> Iterator[RuleBroken]:
    """Name what is missing before judging can begin; `phase` is the phase now, not the stored one."""
    if phase in {schedule.ANNOUNCED, schedule.OPEN}:
        yield RuleBroken(N_("Works are still taken in. Judging begins after the closing time."))
    if first_round_state == "waiting":
        yield RuleBroken(N_("The works have no blind codes yet. The secretary draws them after screening."))


def before_ending_collection(phase: str) -> Iterator[RuleBroken]:
    """Name what is missing before an edition that only collects can end; `phase` is the phase now."""
    if phase in {schedule.ANNOUNCED, schedule.OPEN}:
        yield RuleBroken(N_("Works are still taken in. The collection ends after the closing time."))


def before_deliberation(round_states: Sequence[str]) -> Iterator[RuleBroken]:
    """Name what is missing before the chair can decide the awards."""
    if any(state != "closed" for state in round_states):
        yield RuleBroken(
            N_("A round of judging is not closed yet. It is closed when all scoresheets are handed in.")
        )


def refuse_wrong_phase(stored: str, wanted: str, *, collects_only: bool = False) -> None:
    """Raise Conflict unless the recorded act that leads to `wanted` is the next one.

    An edition that only collects has no judging: after the announcement it is archived.
    """
    following = schedule.NEXT_OF_COLLECTION if collects_only else schedule.NEXT
    if following.get(stored) != wanted:
        raise Conflict(
            N_("The contest is not in the phase that this step belongs to. Look at the page again.")
        )


def refuse_late_change(stored: str, changed: Collection[str]) -> None:
    """Raise RuleBroken if one of the changed settings is fixed in this phase."""
    if stored == schedule.ARCHIVED:
        raise RuleBroken(N_("This contest is archived. Its settings stay as they are."))
    if stored != schedule.DRAFT and not LATE.issuperset(changed):
        raise RuleBroken(
            N_(
                "The contest is announced, and people rely on its settings. Only the title, the summary, the"
                " text of the rules, the later dates, who needs a second factor and, until they are judged, the"
                " rounds can still be changed; the closing time can be put off on the schedule page."
            )
        )


def refuse_empty_rules(stored: str, rules_text: str) -> None:
    """Raise RuleBroken where the text of the rules is taken away from people who rely on it."""
    if stored != schedule.DRAFT and not rules_text:
        raise RuleBroken(
            N_("The contest is announced, so its rules cannot be empty. Write what authors must know."),
            field="rules_text",
        )


def refuse_extension(stored: str, first_round_state: str) -> None:
    """Raise RuleBroken where the closing time cannot be put off."""
    if stored == schedule.DRAFT:
        raise RuleBroken(N_("The contest is not announced yet. Change the closing time in the settings."))
    if stored != schedule.ANNOUNCED or first_round_state != "waiting":
        raise RuleBroken(N_("Judging is being prepared or has begun, so no more works can be taken in."))


def refuse_late_permission(stored: str, first_round_state: str) -> None:
    """Raise RuleBroken where nobody can be let hand works in later."""
    if stored != schedule.ANNOUNCED or first_round_state != "waiting":
        raise RuleBroken(
            N_("Only between the announcement and the drawing of the codes can an author be given more time.")
        )


def reason(value: str) -> str:
    """Return the reason of a change in the form it is kept in. Raises RuleBroken."""
    typed = text.one_line(value)
    if not REASON[0] <= len(typed) <= REASON[1]:
        raise RuleBroken(
            N_("Write the reason in %(least)d to %(most)d characters."),
            field="reason",
            least=REASON[0],
            most=REASON[1],
        )
    return typed


def refuse_closing(closes_at: datetime, *, before: datetime, now: datetime) -> None:
    """Raise RuleBroken unless the new closing time is later than the old one and still to come."""
    if closes_at <= before:
        raise RuleBroken(
            N_("The new closing time must be later than the one announced. An earlier one would be unfair."),
            field="closes_at",
        )
    if closes_at <= now:
        raise RuleBroken(N_("The new closing time has passed. Choose one in the future."), field="closes_at")

"""Who the authors of a work on paper are: people noted before, or noted now, without an account until they claim it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contest.kernel.errors import N_, RuleBroken
from contest.people import queries as people
from contest.people import unclaimed
from contest.people.rules.consent import OPTIONAL
from contest.people.unclaimed import Noted

# Which of the people noted before an author is; for the first time or not is asked where it may be either.
ASK, ANEW = None, 0


@dataclass(frozen=True, slots=True)
class Writer:
    """An author as the paper names them. `known`: the id of the person noted before, ANEW, or ASK."""

    noted: Noted
    known: int | None = ASK


class PerhapsKnown(RuleBroken):
    """Somebody of that name was noted before, and only a person can tell whether it is the same one."""

    def __init__(self, position: int, people_like: Sequence[int]) -> None:
        super().__init__(
            N_("Somebody of this name was noted before. Say whether it is the same person."),
            field=f"authors-{position}-known",
        )
        self.position = position
        self.people_like = tuple(people_like)


def settled(writer: Writer) -> Writer:
    """Decide without asking, for a row of a list: who is surely known is that person, everybody else is a new one."""
    surely = [each.id for each in unclaimed.perhaps(writer.noted) if unclaimed.is_surely(each, writer.noted)]
    return replace(writer, known=surely[0] if surely else ANEW)


def cleaned(writer: Writer, position: int, now: datetime) -> Writer:
    """Return the author in the form they are kept in. Raises RuleBroken naming the field of their row."""
    try:
        return replace(writer, noted=unclaimed.cleaned(writer.noted, now=now))
    except RuleBroken as error:
        raise RuleBroken(error.message, field=f"authors-{position}-{error.field}", **error.params) from error


def accounts(authors: Sequence[Writer], *, may_be_named: bool, actor_id: int, now: datetime) -> list[int]:
    """Return who the authors are, noting those who are new. Raises RuleBroken, PerhapsKnown."""
    found: list[int] = []
    for position, writer in enumerate(authors):
        account_id = _account(writer, position, actor_id, now)
        if account_id in found:
            raise RuleBroken(N_("The same author stands here twice."), field=f"authors-{position}-full_name")
        found.append(account_id)
        if may_be_named:
            _agree(account_id, actor_id, now)
    if not found:
        raise RuleBroken(N_("Write the name of the author."), field="authors-0-full_name")
    return found


def _account(writer: Writer, position: int, actor_id: int, now: datetime) -> int:
    if writer.known:
        known = people.person(writer.known)
        if known not in unclaimed.perhaps(writer.noted):
            raise RuleBroken(
                N_("This is not the person chosen before any more. Choose again."),
                field=f"authors-{position}-known",
            )
        return known.id
    if writer.known is ASK:
        like = unclaimed.perhaps(writer.noted)
        surely = [each.id for each in like if unclaimed.is_surely(each, writer.noted)]
        if len(surely) == 1 and len(like) == 1:
            return surely[0]
        if like:
            raise PerhapsKnown(position, [each.id for each in like])
    try:
        return unclaimed.note(writer.noted, actor_id=actor_id, language="vi", now=now)
    except RuleBroken as error:
        raise RuleBroken(error.message, field=f"authors-{position}-{error.field}", **error.params) from error


def _agree(account_id: int, actor_id: int, now: datetime) -> None:
    """Keep that the person agreed on paper to be named with a prize."""
    wanted = OPTIONAL["publication"]
    if account_id not in people.has_consent(frozenset({account_id}), wanted.purpose):
        unclaimed.agreed_on_paper(account_id, wanted, actor_id=actor_id, now=now)

"""Whether a work may be submitted with the co-authors on its list: each of them counts, and each must be allowed."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from contest.access.duties import Duty, excluded_by
from contest.editions import queries as editions
from contest.editions.queries import CategoryView
from contest.editions.rules.conditions import Conditions
from contest.entries import about, authorship, own
from contest.entries.models import CoAuthor, Entry
from contest.entries.rules import co_authors as rules
from contest.entries.rules.co_authors import Standing
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.people.queries import Person


def checks(
    entry: Entry,
    category: CategoryView,
    asked: Conditions,
    obstacles: Callable[[Person], Collection[RuleBroken]],
) -> Iterator[Callable[[], object]]:
    """Yield what is to be checked; nothing where the author is alone. `obstacles` tells what keeps somebody out."""
    listed = authorship.rows(entry)
    if not listed:
        return
    yield lambda: rules.check_size(1 + len(listed), category.authors_most)
    yield lambda: rules.check_confirmed([row.name for row in listed if row.state == rules.ASKED])
    for row in listed:
        if row.account_id is not None:
            standing = _standing(entry, row.account_id, category, obstacles)
            yield partial(
                rules.check_standing,
                standing,
                per_category=category.works_per_author,
                in_all=asked.works_in_all,
            )


def _standing(
    entry: Entry,
    account_id: int,
    category: CategoryView,
    obstacles: Callable[[Person], Collection[RuleBroken]],
) -> Standing:
    person = people.person(account_id)
    others = own.other_works(entry, account_id)
    return Standing(
        name=person.name,
        in_category=others[category.id],
        in_all=others.total(),
        obstacles=bool(obstacles(person)),
        out=person.restricted_at is not None or _has_duty(account_id, entry.edition_id),
        untold=next(about.problems(entry, person), None) is not None,
    )


def _has_duty(account_id: int, edition_id: int) -> bool:
    return excluded_by(Duty.AUTHOR, editions.duties(account_id, edition_id)) is not None


def waiting(entry: Entry) -> list[CoAuthor]:
    """Return who is on the list and has not answered."""
    return [row for row in authorship.rows(entry) if row.state == rules.ASKED]

"""After publication: how to reach who won, for letters, certificates and the ceremony; nobody without a prize."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import about
from contest.entries import queries as entries
from contest.entries.queries import NamedEntry
from contest.entries.rules.about import NOTHING_SAID
from contest.people import queries as people
from contest.results import queries
from contest.web import identity_words
from contest.web.office import sections
from contest.web.office.pages import pages


@dataclass(frozen=True, slots=True)
class Winner:
    """A work with a prize, and what is known of each of its authors: label and value, nothing that is empty."""

    title: str
    category: str
    prize: str
    authors: list[list[tuple[str, str]]]


@pages.page("/<slug>/winners", Permission.SEE_WINNERS)
def winners(edition: EditionView) -> ResponseReturnValue:
    won = queries.winners(edition.id)
    named = entries.named([each.entry_id for each in won])
    reached = _reached(named)
    categories = editions.categories(edition.id)
    prizes = {prize.id: prize.name for category in categories for prize in category.prizes}
    return sections.render(
        "office/winners.html",
        edition,
        winners=[
            Winner(
                title=named[each.entry_id].title,
                category=category.name,
                prize=prizes.get(each.prize_id or 0, ""),
                authors=reached[each.entry_id],
            )
            for category in categories
            for each in won
            if each.category_id == category.id
        ],
    )


def _reached(named: Mapping[int, NamedEntry]) -> dict[int, list[list[tuple[str, str]]]]:
    """Return how to reach the authors of each work, in their order."""
    known = people.people(frozenset(one.account_id for each in named.values() for one in each.authors))
    said = about.said_with(named)
    return {
        key: [
            [
                *_account(one.unit_name, known[one.account_id]),
                *identity_words.said(said.get((key, one.account_id), NOTHING_SAID)),
            ]
            for one in each.authors
        ]
        for key, each in named.items()
    }


def _account(unit: str, person: people.Person) -> list[tuple[str, str]]:
    facts = [
        (gettext("Author"), person.name),
        (gettext("Unit"), unit),
        (gettext("E-mail"), person.email),
        (gettext("Phone"), person.phone or ""),
    ]
    return [(label, value) for label, value in facts if value]

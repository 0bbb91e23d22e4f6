"""The flags of works in the queue and on their pages: a word each, and the sentence that names the rule."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.duties import Duty
from contest.editions import barred
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules.barring import Listed, Match, matches
from contest.entries import flagging
from contest.entries.flagging import Flagged
from contest.entries.rules import flags as rules
from contest.kernel import clock
from contest.kernel.errors import N_
from contest.results import earlier
from contest.web import wording

WORDS: Final[Mapping[str, LazyString]] = {
    rules.BARRED: lazy_gettext("May not take part?"),
    rules.AGE: lazy_gettext("Age"),
    rules.UNIT: lazy_gettext("Unit"),
    rules.CAP: lazy_gettext("Too many works"),
    rules.AUTHORS: lazy_gettext("Too many authors"),
    rules.SAID: lazy_gettext("Publication, language"),
    rules.KIND: lazy_gettext("Kind of file"),
    rules.LENGTH: lazy_gettext("Length"),
    rules.GRACE: lazy_gettext("In the grace"),
    rules.WON: lazy_gettext("Won before"),
}
TONES: Final[Mapping[str, str]] = {rules.BARRED: "bad", rules.GRACE: "info", rules.WON: "info"}

# What it is said by that an author may be somebody who must not take part.
SIGNS: Final = {
    "account": N_("The author holds or held a duty in this contest: %(who)s."),
    "id_number": N_("The author's citizen ID number is that of somebody who may not take part: %(who)s."),
    "email": N_("The author's e-mail address is that of somebody who may not take part: %(who)s."),
    "name": N_(
        "The author has the name of somebody who may not take part: %(who)s."
        " Find out whether it is the same person."
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A flag as it is shown: `word` in the queue, `sentence` on the page of the work."""

    word: str
    sentence: str
    tone: str


def of(edition: EditionView, keys: Sequence[str]) -> dict[str, list[Shown]]:
    """Return the flags of these works, by their keys, the gravest first."""
    found = flagging.of(edition.id, keys, now=clock.now())
    listed, won = barred.listed(edition.id), _won(edition, found.values())
    return {key: list(_shown(each, listed, won)) for key, each in found.items()}


def _shown(
    one: Flagged, listed: Sequence[Listed], won: Mapping[int, list[tuple[str, str]]]
) -> Iterator[Shown]:
    for author in one.authors:
        for match in matches(
            author.name, author.email, author.account_id, listed, id_number=author.id_number
        ):
            yield _of_kind(rules.BARRED, _said(match))
    for flag in one.flags:
        yield _of_kind(flag.kind, gettext(flag.message, **flag.params))
    for author in one.authors:
        for prize, title in won.get(author.account_id, ()):
            sentence = gettext(
                "%(who)s won “%(prize)s” in the contest %(edition)s.",
                who=author.name, prize=prize, edition=title,
            )  # fmt: skip
            yield _of_kind(rules.WON, sentence)


def _of_kind(kind: str, sentence: str) -> Shown:
    return Shown(str(WORDS[kind]), sentence, TONES.get(kind, "warn"))


def _won(edition: EditionView, found: Collection[Flagged]) -> dict[int, list[tuple[str, str]]]:
    """Return who of the authors won what in which contest before."""
    accounts = {author.account_id for each in found for author in each.authors}
    works = flagging.works_elsewhere(accounts, edition.id)
    won: dict[int, list[tuple[str, str]]] = {}
    for entry_id, (prize, where) in sorted(earlier.prizes(works).items()):
        title = editions.by_id(where, now=clock.now()).title
        for account_id in works[entry_id]:
            won.setdefault(account_id, []).append((prize, title))
    return won


def _said(match: Match) -> str:
    """Say who it may be and by what sign; the secretary finds out and decides."""
    listed = match.listed
    why = str(wording.DUTIES[Duty(listed.why)]) if listed.account_id else listed.why
    return str(gettext(SIGNS[match.by], who=f"{listed.name} ({why})" if why else listed.name))

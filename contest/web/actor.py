"""Who asks: the signed-in person as pages see them, read once a request."""

from dataclasses import dataclass
from typing import Any, Protocol

from flask import current_app, g, url_for
from flask_babel import gettext
from flask_login import current_user

from contest.access.duties import Duty
from contest.access.policy import Circumstances
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.people import queries as people

OFFICE = frozenset(
    {Duty.ORGANISER, Duty.SECRETARY, Duty.CHAIR, Duty.OBSERVER, Duty.KEY_HOLDER, Duty.TREASURER}
)


class SignedIn(Protocol):
    """What pages may know of the row that Flask-Login carries."""

    id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind this request; `id` is None for a visitor."""

    id: int | None
    name: str
    email: str
    language: str | None
    is_administrator: bool
    duties: tuple[tuple[EditionView, frozenset[Duty]], ...]

    @property
    def is_signed_in(self) -> bool:
        return self.id is not None

    @property
    def account_id(self) -> int:
        """The id on pages that need a signed-in person, where it is never None."""
        if self.id is None:
            raise RuntimeError("a page for visitors asked for an account")
        return self.id

    def duties_in(self, edition_id: int) -> frozenset[Duty]:
        return next((duties for edition, duties in self.duties if edition.id == edition_id), frozenset())

    def editions_with(self, duties: frozenset[Duty]) -> tuple[EditionView, ...]:
        """The editions in which the person holds one of these duties."""
        return tuple(edition for edition, held in self.duties if held & duties)

    @property
    def links(self) -> list[tuple[str, str]]:
        """The main menu: label and address of all that this person does here."""
        offices = self.editions_with(OFFICE)
        office = ("office.home", {"slug": offices[0].slug}) if len(offices) == 1 else ("office.editions", {})
        contacts = self.editions_with(frozenset({Duty.UNIT_CONTACT}))
        contact = (
            ("account.own_unit", {"slug": contacts[0].slug}) if len(contacts) == 1 else ("account.home", {})
        )
        wanted: tuple[tuple[bool, str, str, dict[str, Any]], ...] = (
            (self.is_signed_in, gettext("My entries"), "author.entries", {}),
            (bool(self.editions_with(frozenset({Duty.JUDGE}))), gettext("Judging"), "judge.desks", {}),
            (bool(offices), gettext("Office"), *office),
            (bool(contacts), gettext("Your unit"), *contact),
            (self.is_administrator, gettext("Administration"), "account.administration", {}),
            (self.is_signed_in, gettext("Your account"), "account.home", {}),
        )
        known = current_app.view_functions
        return [
            (label, url_for(page, **values))
            for shown, label, page, values in wanted
            if shown and page in known
        ]


VISITOR = Actor(None, "", "", None, is_administrator=False, duties=())


def current() -> Actor:
    """Return the actor of this request."""
    if "contest_actor" not in g:
        g.contest_actor = _load()
    actor: Actor = g.contest_actor
    return actor


def forget() -> None:
    """Read the actor again at next use: after signing in or out, or a new appointment."""
    g.pop("contest_actor", None)


def circumstances(edition: EditionView | None) -> Circumstances:
    """Return what the permission table may look at for a page about this edition (or none)."""
    actor = current()
    return Circumstances(
        account_id=actor.id,
        is_administrator=actor.is_administrator,
        duties=actor.duties_in(edition.id) if edition else frozenset(),
        phase=edition.phase if edition else "",
        installation_is_empty=not actor.is_signed_in and people.is_empty(),
    )


def _load() -> Actor:
    if not current_user.is_authenticated:
        return VISITOR
    return Actor(
        id=current_user.id,
        name=current_user.full_name,
        email=current_user.email,
        language=current_user.language,
        is_administrator=current_user.is_administrator,
        duties=editions.editions_of(current_user.id, now=clock.now()),
    )

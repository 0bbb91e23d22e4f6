"""The home page of an edition's office: where it stands, what comes next, and where everything is."""

from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.web import actor, key_todo, wording
from contest.web.office import checklist, screening_todo, sections
from contest.web.office.pages import pages
from contest.web.templating import use_zone

# What each phase means, for everybody in the office.
SAID: dict[str, LazyString] = {
    "draft": lazy_gettext("The contest is being prepared. Nobody outside the office sees it."),
    "announced": lazy_gettext("Everybody can read about the contest. Works are not taken in yet."),
    "open": lazy_gettext("Works are being taken in."),
    "closed": lazy_gettext(
        "No more works are taken in. The secretary screens them and draws the blind codes."
    ),
    "judging": lazy_gettext("Judges read the works by their codes. Nobody in the office sees names now."),
    "deliberation": lazy_gettext(
        "All works are judged. The chair decides the awards; two people approve them."
    ),
    "published": lazy_gettext("The results are public, and every author sees the own result."),
    "archived": lazy_gettext("The contest is over, and nothing in it changes any more."),
}

# Where works are only collected and sent on, these phases mean something else.
SAID_OF_COLLECTION: dict[str, LazyString] = {
    "closed": lazy_gettext(
        "No more works are taken in. The secretary screens them; then they can be sent on to the contest above."
    ),
    "archived": lazy_gettext("The collection has ended. Its accepted works can still be sent on."),
}


# Where key holders seal the identities; whoever looks for a work learns here why there is none to be seen.
SAID_OF_SEALED: dict[str, LazyString] = {
    "judging": lazy_gettext(
        "Judges read the works by their codes. Titles, texts and files are sealed to the key holders: until they open "
        "them, the office sees numbers of receipts and counts only, and nobody can say which work is whose."
    ),
    "deliberation": lazy_gettext(
        "All works are judged. The chair decides the awards; two people approve them; then the key holders open what "
        "is sealed."
    ),
}


@pages.page("/<slug>/", Permission.SEE_OFFICE)
def home(edition: EditionView) -> ResponseReturnValue:
    use_zone(edition.zone)
    who = actor.current().account_id
    return sections.render(
        "office/home.html",
        edition,
        said=_said(edition),
        steps=checklist.steps(edition),
        todo=[*screening_todo.of(edition), *key_todo.now(edition, who)],
        later=key_todo.later(edition, who),
        duties=sorted(actor.current().duties_in(edition.id)),
        wording=wording,
    )


def _said(edition: EditionView) -> LazyString:
    special = SAID_OF_COLLECTION if edition.collects_only else {}
    if edition.sealing.is_by_holders:
        special = SAID_OF_SEALED
    return (SAID | special)[edition.phase]

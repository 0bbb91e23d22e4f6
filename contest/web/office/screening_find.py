"""A work looked up while its author is on the telephone: by title, name or receipt, in whatever state it is."""

from typing import Final

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import searching
from contest.web.entry_words import STATE_TONES, STATES
from contest.web.office import sections
from contest.web.office.pages import pages

LONGEST: Final = 200


@pages.page("/<slug>/screening/find", Permission.SCREEN)
def screening_find(edition: EditionView) -> ResponseReturnValue:
    """List the works that fit; the only one is opened at once."""
    words = request.args.get("words", "").strip()[:LONGEST]
    found = searching.search(edition.id, words)
    if len(found) == 1:
        return redirect(url_for("office.screening_entry", slug=edition.slug, key=found[0].key), 303)
    return sections.render(
        "office/screening_find.html",
        edition,
        here_in_menu="office.screening",
        words=words,
        found=found,
        most=searching.MOST,
        states=STATES,
        tones=STATE_TONES,
        categories={each.id: each.name for each in editions.categories(edition.id)},
    )

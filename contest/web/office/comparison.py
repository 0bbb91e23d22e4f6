"""Two versions of a work compared by the secretary who screens it."""

from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import comparing as contents
from contest.kernel.errors import NotFound
from contest.web import comparing
from contest.web.office import sections
from contest.web.office.pages import pages


@pages.page("/<slug>/screening/<key>/compare", Permission.SCREEN)
def screening_compare(edition: EditionView, key: str) -> ResponseReturnValue:
    """Compare any two versions; without a choice the last with the one before it."""
    versions = contents.versions(key, edition.id)
    if not versions:
        raise NotFound(key)
    pair = comparing.chosen(versions, with_draft=False)
    before, after = (contents.of_version(key, number, edition_id=edition.id) for number in pair)
    return sections.render(
        "office/screening_compare.html",
        edition,
        key=key,
        title=after.title,
        pair=pair,
        choices=comparing.choices(versions, with_draft=False),
        found=comparing.compare(before, after, edition_id=edition.id),
        here_in_menu="office.screening",
    )

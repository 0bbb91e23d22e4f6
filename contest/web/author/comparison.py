"""Two versions of one's own work compared, or one with what is written now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.entries import author_queries as entries
from contest.entries import comparing as contents
from contest.entries.comparing import DRAFT, Content
from contest.kernel.errors import NotFound
from contest.web import actor, comparing
from contest.web.author import arrival, story
from contest.web.author.pages import pages
from contest.web.templating import use_zone


@pages.page("/entries/<key>/compare", Permission.WRITE_ENTRY)
def compare(key: str) -> ResponseReturnValue:
    """Compare any two; without a choice the newest with the one before it."""
    who = actor.current().account_id
    draft = entries.draft(key, who)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    versions = [(line.number, line.submitted_at) for line in entries.versions(key, who)]
    if not versions:
        raise NotFound(key)
    with_draft = draft.has_changes and story.may_write(draft, edition)
    pair = comparing.chosen(versions, with_draft=with_draft)
    before, after = (_content(key, number, who) for number in pair)
    return render_template(
        "author/compare.html",
        draft=draft,
        edition=edition,
        pair=pair,
        choices=comparing.choices(versions, with_draft=with_draft),
        found=comparing.compare(before, after, edition_id=edition.id),
    )


def _content(key: str, number: int, who: int) -> Content:
    if number == DRAFT:
        return contents.of_draft(key, who)
    return contents.of_version(key, number, reader_id=who)

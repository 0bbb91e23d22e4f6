"""The rules as they were fixed at the announcement: their fingerprint, and every change since with its reason."""

from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import asking, queries, rulebook
from contest.editions.queries import EditionView
from contest.editions.rules.fixing import Difference
from contest.judging import queries as judging
from contest.judging.queries import RubricView
from contest.kernel.errors import NotFound
from contest.web import fixed_words, identity_words, wording
from contest.web.downloads import attachment
from contest.web.public.pages import pages
from contest.web.public.shown import show_to_the_public
from contest.web.templating import use_zone


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that was changed, as a person reads it."""

    label: str
    gone: list[str]
    come: list[str]


def _change(difference: Difference) -> Change:
    name = difference.setting
    label = str(wording.SETTINGS.get(name, name))
    gone, come = (
        [fixed_words.read(name, line) for line in lines] for lines in (difference.gone, difference.come)
    )
    return Change(label, gone, come)


@pages.page("/editions/<slug>/rules/fixed", Permission.SEE_PUBLIC)
def fixed_rules(edition: EditionView) -> ResponseReturnValue:
    show_to_the_public(edition)
    use_zone(edition.zone)
    versions = rulebook.fixed(edition.id)
    return render_template(
        "public/fixed_rules.html",
        edition=edition,
        versions=[(each, [_change(difference) for difference in each.differences]) for each in versions],
        rubrics=_rubrics(edition),
        asked=asking.identity(edition.id),
        identity_words=identity_words,
        rubric_by=next((m.at for m in queries.milestones(edition.id) if m.kind == "rubric"), None),
    )


def _rubrics(edition: EditionView) -> list[tuple[str, RubricView | None]]:
    """Return each rubric with what it is for; a round whose categories all have their own has none for the others."""
    categories = queries.categories(edition.id)
    found: list[tuple[str, RubricView | None]] = []
    for judged in () if edition.collects_only else queries.rounds(edition.id):
        there = judging.rubrics(judged.id)
        if None in there.own or len(there.own) < len(categories):
            found.append((judged.name, there.own.get(None)))
        found += [(f"{judged.name} · {c.name}", there.own[c.id]) for c in categories if c.id in there.own]
    return found


@pages.page("/editions/<slug>/rules/fixed/<int:number>.json", Permission.SEE_PUBLIC)
def fixed_document(edition: EditionView, number: int) -> Response:
    """Send the document whose fingerprint the page names, byte for byte."""
    show_to_the_public(edition)
    document = rulebook.document(edition.id, number)
    if document is None:
        raise NotFound(number)
    return attachment(document.encode(), f"{edition.slug}-rules-{number}", "json")

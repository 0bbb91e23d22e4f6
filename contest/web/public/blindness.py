"""The report of the check that judging is blind, where the organisers have published it."""

import json

from flask import render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.editions import blind_checks
from contest.editions.blind_checks import CheckView
from contest.editions.queries import EditionView
from contest.kernel.errors import NotFound
from contest.reports import blindness as telling
from contest.web.downloads import attachment
from contest.web.public.pages import pages
from contest.web.public.shown import show_to_the_public

PATH = "/editions/<slug>/blindness"


@pages.page(PATH, Permission.SEE_PUBLIC)
def blindness(edition: EditionView) -> ResponseReturnValue:
    found = _published(edition)
    told = telling.told(found.report)
    return render_template("public/blindness.html", edition=edition, found=found, told=told)


@pages.page(f"{PATH}.json", Permission.SEE_PUBLIC)
def blindness_file(edition: EditionView) -> ResponseReturnValue:
    """The same for programs."""
    report = telling.public(_published(edition).report)
    content = json.dumps(report, ensure_ascii=False, indent=2).encode()
    return attachment(content, f"{edition.slug}-blindness", "json")


def _published(edition: EditionView) -> CheckView:
    show_to_the_public(edition)
    found = blind_checks.published(edition.id)
    if found is None:
        raise NotFound(edition.slug)
    return found

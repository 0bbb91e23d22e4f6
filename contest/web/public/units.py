"""Units by a part of their name: what forms ask while somebody types. The names of units are no secret."""

from flask import request
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import queries as people
from contest.web.public.pages import pages
from contest.web.unit_field import OFFERED, WORDS


@pages.page("/units/search", Permission.SEE_PUBLIC)
def unit_search() -> ResponseReturnValue:
    """Answer {"units": [{"id", "name", "above"}]}, the best first; nothing for words that cannot be read."""
    try:
        found = people.find_units(request.args.get("q", "")[:WORDS], on=clock.now().date(), limit=OFFERED)
    except RuleBroken:
        found = ()
    answer = {"units": [{"id": unit.id, "name": unit.name, "above": unit.above} for unit in found]}
    return answer, 200, {"Cache-Control": "public, max-age=60"}

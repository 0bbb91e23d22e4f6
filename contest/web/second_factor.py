"""What an edition asks of those who can publish or open identities: a second factor, before its office opens."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from contest.editions.queries import EditionView
from contest.kernel.errors import Forbidden
from contest.web import actor, sessions


def lead(edition: EditionView) -> ResponseReturnValue | None:
    """Return the way to the page that sets a second factor up, which leads back here; None: go on.

    Raises Forbidden for a form: what was typed into it would be lost on the way.
    """
    if not actor.current().duties_in(edition.id) & edition.second_factor or sessions.is_strong():
        return None
    if request.method != "GET":
        raise Forbidden
    return redirect(url_for("account.second_factor_page", next=request.full_path.rstrip("?")))

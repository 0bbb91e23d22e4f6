"""The language switch in the header."""

from flask import redirect, request, session
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.kernel.errors import NotFound
from contest.people import service as people
from contest.settings import LANGUAGES
from contest.web import actor
from contest.web.public.pages import pages


@pages.page("/language", Permission.SEE_PUBLIC, methods=("POST",))
def language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise NotFound(chosen)
    session["language"] = chosen
    who = actor.current()
    if who.id is not None and who.language != chosen:
        people.choose_language(who.id, chosen)
    return redirect(inside(request.form.get("next", "")))


def inside(address: str) -> str:
    """Return the address if it is a path of this site, else the landing page: no open redirect."""
    plain = address.isascii() and address.isprintable() and not any(sign in address for sign in "\\@ ")
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"

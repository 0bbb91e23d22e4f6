"""The words for fields of an edition's own: what is asked, and an answer as people read it."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, get_locale, gettext, lazy_gettext

from contest.editions.rules import own_fields
from contest.editions.rules.own_fields import OwnField

KINDS: Final[Mapping[str, LazyString]] = {
    own_fields.LINE: lazy_gettext("one line of text"),
    own_fields.LONG: lazy_gettext("text of several lines"),
    own_fields.CHOICE: lazy_gettext("a choice from a list"),
    own_fields.NUMBER: lazy_gettext("a number"),
    own_fields.DATE: lazy_gettext("a day"),
    own_fields.FILE: lazy_gettext("a file"),
    own_fields.LINK: lazy_gettext("a link"),
}
FILE_KINDS: Final[Mapping[str, LazyString]] = {
    "docx": lazy_gettext("Word file (.docx)"),
    "pdf": lazy_gettext("PDF file"),
    "txt": lazy_gettext("plain text file (.txt)"),
    "png": lazy_gettext("picture (.png)"),
    "jpg": lazy_gettext("picture (.jpg)"),
}


def shown(kind: str, answer: str) -> str:
    """Return an answer as people of the page's language write it."""
    if kind == own_fields.NUMBER and str(get_locale()) == "vi":
        return answer.replace(".", ",")
    return own_fields.shown(kind, answer)


def limits(field: OwnField) -> str:
    """Say what an answer must keep to; nothing where everything is taken."""
    if field.kind == own_fields.FILE:
        kinds = ", ".join(str(FILE_KINDS[kind]) for kind in field.file_kinds)
        return str(gettext("%(kinds)s, at most %(limit)d MB.", kinds=kinds, limit=field.megabytes))
    least, most = (shown(field.kind, value) for value in (field.least, field.most))
    if least and most:
        return str(gettext("From %(least)s to %(most)s.", least=least, most=most))
    if least:
        return str(gettext("Not below %(least)s.", least=least))
    return str(gettext("Not beyond %(most)s.", most=most)) if most else ""


def hint(field: OwnField) -> str:
    """Return what stands under the label of a field."""
    for_judges = gettext("The judges read this answer; write nothing in it that says who you are.")
    parts = (field.help, limits(field), for_judges if field.for_judges else "")
    return " ".join(part for part in parts if part)

"""How the warning before a submit says what it found, why it matters, and how to mend it by hand."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from contest.entries import passages
from contest.entries.mending import Mended
from contest.entries.passages import FILES
from contest.entries.rules.limits import PICTURES

KINDS: Final[Mapping[str, LazyString]] = {
    "name": lazy_gettext("A name of an author"),
    "initials": lazy_gettext("An author's initials"),
    "email": lazy_gettext("An e-mail address"),
    "phone": lazy_gettext("A telephone number"),
    "unit": lazy_gettext("An author's unit"),
    "position": lazy_gettext("An author's position"),
    "address": lazy_gettext("An author's address"),
    "id-number": lazy_gettext("The number of an author's papers"),
    "link": lazy_gettext("A link to a page of somebody's own, or to where the work was published"),
    "file-name": lazy_gettext("The name of a file"),
    "place": lazy_gettext("An author's village, commune or district"),
    "account": lazy_gettext("A name on a social network"),
    "self-reference": lazy_gettext("You speak of yourself"),
    "signature": lazy_gettext("A line that looks like a signature"),
    "dateline": lazy_gettext("Place and date, as under a letter"),
}
_WHO: Final = lazy_gettext("Whoever reads it knows, or can find out, whose work this is.")
REASONS: Final[Mapping[str, LazyString]] = {
    **dict.fromkeys(KINDS, _WHO),
    "unit": lazy_gettext("A judge who knows the unit can guess who wrote the work."),
    "position": lazy_gettext("There is often only one person with this position."),
    "link": lazy_gettext("One click on it, and a judge knows whose work this is."),
    "signature": lazy_gettext(
        "Judges read the work without a signature; your name is asked for apart from it."
    ),
    "place": lazy_gettext("A judge who knows who lives or works there can guess who wrote the work."),
    "self-reference": lazy_gettext("“My school”, “I am a teacher” tell a judge where to look."),
    "dateline": lazy_gettext("It tells where you are; a work needs neither place nor date to be taken in."),
}

_PDF: Final = lazy_gettext(
    "A PDF cannot be mended here. Open the document that it was made from in Word, take these passages out, save it as"
    " a PDF anew and choose that file; in Acrobat, “Edit PDF” and “Redact” take them out as well."
)
_OTHERS: Final = lazy_gettext(
    "A file of this kind cannot be mended here. Open it in the program that it was written with, take these passages"
    " out, save it and choose the file anew."
)
_PDF_BESIDE: Final = lazy_gettext(
    "A PDF cannot be mended here. In Word, open File, Info, Check for Issues, Inspect Document before you save as a PDF"
    " anew; in Acrobat, open File, Properties and empty the fields."
)
_OTHERS_BESIDE: Final = lazy_gettext(
    "A file of this kind cannot be mended here. Open it in the program that it was written with, empty author and"
    " company under its properties, save it and choose the file anew."
)


_PICTURES_BESIDE: Final = lazy_gettext(
    "Pictures are not changed here. If a name stands in one, cover it and take the picture again. Names of files and"
    " properties never reach the judges."
)


def heading(place: str, label: str) -> str:
    """Say where in the draft something was found; `label`: the question that was answered there."""
    if place.startswith(passages.OWN):
        return str(gettext("In your answer to “%(question)s”", question=label))
    known: str = {
        passages.TITLE: gettext("In the title"),
        passages.TEXT: gettext("In the text"),
        passages.FILE: gettext("In your file"),
        passages.TRANSLATION: gettext("In the translation"),
        passages.TRANSLATION_FILE: gettext("In the file of the translation"),
    }[place]
    return known


def by_hand(kind: str) -> str:
    """Say how to mend a file that the program cannot write again."""
    return str(_PDF if kind == "pdf" else _OTHERS)


def by_hand_beside(kind: str) -> str:
    """Say how to mend by hand what is kept in a file beside its text."""
    if kind == PICTURES:
        return str(_PICTURES_BESIDE)
    return str(_PDF_BESIDE if kind == "pdf" else _OTHERS_BESIDE)


def neutral_name(place: str, kind: str) -> str:
    """Return the name that a file gets in place of one that tells whose it is."""
    return f"ban-dich.{kind}" if place == passages.TRANSLATION_FILE else f"bai-du-thi.{kind}"


def undo(mended: Mended) -> str:
    """Say what was done last and can be undone."""
    if mended.place in FILES and not mended.what:
        return str(gettext("Your file was replaced by a copy without what told whose it is."))
    if mended.place in FILES:
        return str(gettext("Your file was replaced by a mended copy. Mended: %(what)s", what=mended.what))
    return str(gettext("This was taken out: %(what)s", what=mended.what))

"""The warning before a submit: what tells whose a work is, each with a button that mends it. Nothing is in the way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.anonymisation import forewarning
from contest.anonymisation.forewarning import FILE_NAME, PROPERTIES, FileSigns, Forewarning, Sign
from contest.entries import files, mending
from contest.entries.mending import Mending
from contest.entries.passages import FILES, DraftFile
from contest.entries.rules.mending import Cut, without
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.documents import docx_cleaning
from contest.platform.documents.docx_cleaning import Removal
from contest.web import actor, errors
from contest.web.author import arrival, self_words
from contest.web.author.pages import pages
from contest.web.entry_words import flag_sentences

PATH: Final = "/entries/<key>/betrayed"
DOCX: Final = "docx"
_SHOWN: Final = 3  # places of the same words that are shown; the button takes all of them


@dataclass(frozen=True, slots=True)
class Item:
    """The same words at one place of the draft: what they are, where they stand, whether a button can take them out.

    `singly`: one of them alone can be taken out, too.
    """

    label: str
    why: str
    signs: tuple[Sign, ...]
    can_be_mended: bool
    singly: bool

    @property
    def first(self) -> Sign:
        return self.signs[0]

    @property
    def shown(self) -> tuple[Sign, ...]:
        return self.signs[:_SHOWN]

    @property
    def others(self) -> int:
        return len(self.signs) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Group:
    """What was found at one place of the draft; `by_hand`: how to mend it where no button can."""

    heading: str
    items: tuple[Item, ...]
    by_hand: str = ""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """What a file tells beside its text; `neutral`: the name it would get, "" where its name says nothing.

    `can_be_cleaned`: a button makes a copy without it; `passages`: how many of the text it would take out as well.
    """

    found: FileSigns
    heading: str
    neutral: str
    notes: tuple[str, ...]
    can_be_cleaned: bool
    passages: int
    by_hand: str

    @property
    def file(self) -> DraftFile:
        return self.found.file

    @property
    def keeps(self) -> bool:
        """Tell whether something is kept in the file that should not be."""
        return bool(self.found.names or (self.can_be_cleaned and (self.found.others or self.notes)))


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the check page says about it; `undo`: what was taken out last."""

    revision: int
    groups: tuple[Group, ...]
    files: tuple[FileGroup, ...]
    aside: int
    undo: str

    @property
    def warns(self) -> bool:
        return bool(self.groups or self.files)


def shown(key: str) -> Shown:
    """Search the draft and say what was found. Raises NotFound."""
    account_id = actor.current().account_id
    found = forewarning.of_draft(key, account_id, _margins)
    last = mending.last(key, account_id)
    groups = [_file_group(each, found) for each in found.files]
    return Shown(
        revision=found.draft.revision,
        groups=tuple(_groups(found)),
        files=tuple(group for group in groups if group.neutral or group.keeps),
        aside=found.aside,
        undo=self_words.undo(last) if last and last.can_be_put_back else "",
    )


def _groups(found: Forewarning) -> Iterator[Group]:
    kinds = {file.place: file.kind for file in found.draft.files}
    for place in dict.fromkeys(sign.place for sign in found.signs):
        here = [sign for sign in found.signs if sign.place == place]
        kind = kinds.get(place, "")
        yield Group(
            self_words.heading(place, here[0].label),
            tuple(_items(here, kind)),
            "" if kind in _MENDED else self_words.by_hand(kind),
        )


def _items(signs: Iterable[Sign], kind_of_file: str) -> Iterator[Item]:
    alike: dict[tuple[str, str], list[Sign]] = {}
    for sign in signs:
        alike.setdefault((sign.kind, sign.name), []).append(sign)
    for (kind, _), those in alike.items():
        yield Item(
            str(self_words.KINDS[kind]),
            str(self_words.REASONS[kind]),
            tuple(those),
            can_be_mended=kind_of_file in _MENDED,
            singly=kind_of_file
            != DOCX,  # a Word document is searched anew, and all that reads alike is found
        )


def _file_group(each: FileSigns, found: Forewarning) -> FileGroup:
    file = each.file
    return FileGroup(
        found=each,
        heading=self_words.heading(file.place, ""),
        neutral=self_words.neutral_name(file.place, file.kind) if each.name_tells else "",
        notes=tuple(flag_sentences(each.notes)),
        can_be_cleaned=file.kind == DOCX,
        passages=len({sign.name for sign in found.signs if sign.place == file.place}),
        by_hand="" if file.kind == DOCX else self_words.by_hand_beside(file.kind),
    )


def _margins(file: DraftFile) -> tuple[str, ...]:
    if file.kind != DOCX:
        return ()
    try:
        return docx_cleaning.margins(files.content(file.stored))
    except NotFound:
        return ()  # named by `flask check`; the page must open all the same


# --- the buttons ----------------------------------------------------------------------------------------------------


@pages.page(f"{PATH}/mend", Permission.WRITE_ENTRY, methods=("POST",))
def take_out(key: str) -> ResponseReturnValue:
    """Take one passage out of what was typed or of a file, or all that read alike."""
    account_id, now = actor.current().account_id, arrival.instant()
    found = forewarning.of_draft(key, account_id)
    chosen = next((sign for sign in found.signs if sign.key == request.form.get("sign")), None)
    if chosen is None:
        return _gone(key)
    those = [chosen]
    if request.form.get("all"):
        those = [
            s for s in found.signs if (s.place, s.kind, s.name) == (chosen.place, chosen.kind, chosen.name)
        ]
    mend = Mending(found.draft.revision, chosen.place, chosen.token)
    with_what = _Mend(key, mend, account_id, now)
    return _answered(key, lambda: with_what.take_out(found, _cuts(those)))


@pages.page(f"{PATH}/rename", Permission.WRITE_ENTRY, methods=("POST",))
def rename(key: str) -> ResponseReturnValue:
    """Give a file of the draft a name that says nothing; its bytes stay."""
    account_id, now = actor.current().account_id, arrival.instant()
    found = forewarning.of_draft(key, account_id)
    file = _chosen(found)
    name = self_words.neutral_name(file.place, file.kind)
    received = mending.renamed(key, file.place, name, author_id=account_id)
    mend = Mending(found.draft.revision, file.place, file.name)
    return _answered(key, lambda: mending.replace_file(key, mend, received, author_id=account_id, now=now))


@pages.page(f"{PATH}/aside", Permission.WRITE_ENTRY, methods=("POST",))
def set_aside(key: str) -> ResponseReturnValue:
    """Keep that a passage does not name the author; it is not shown again with this entry."""
    account_id, now = actor.current().account_id, arrival.instant()
    found = forewarning.of_draft(key, account_id)
    kind, name = request.form.get("kind", ""), request.form.get("place", "")
    if kind not in {FILE_NAME, PROPERTIES} or name not in FILES:
        chosen = next((sign for sign in found.signs if sign.key == request.form.get("sign")), None)
        if chosen is None:
            return _gone(key)
        kind, name = chosen.kind, chosen.name
    mending.set_aside(key, kind, name, author_id=account_id, now=now)
    return _back(key)


@pages.page(f"{PATH}/again", Permission.WRITE_ENTRY, methods=("POST",))
def show_again(key: str) -> ResponseReturnValue:
    mending.show_again(key, author_id=actor.current().account_id, now=arrival.instant())
    return _back(key)


@pages.page(f"{PATH}/undo", Permission.WRITE_ENTRY, methods=("POST",))
def put_back(key: str) -> ResponseReturnValue:
    """Put back what was taken out last; pressed twice, the second time changes nothing."""
    account_id = actor.current().account_id
    if mending.last(key, account_id) is None:
        return _back(key)
    try:
        mending.put_back(key, author_id=account_id, now=arrival.instant())
    except Conflict as error:
        flash(errors.sentence(error), "bad")
        return _back(key)
    flash(gettext("It is back as it was."), "success")
    return _back(key)


@pages.page(f"{PATH}/clean", Permission.WRITE_ENTRY, methods=("POST",))
def clean(key: str) -> ResponseReturnValue:
    """Put a copy of a Word document in its place that keeps nothing of people, without the passages if so wished."""
    account_id, now = actor.current().account_id, arrival.instant()
    found = forewarning.of_draft(key, account_id)
    file = _chosen(found)
    if file.kind != DOCX:
        return _gone(key)
    here = [sign for sign in found.signs if sign.place == file.place] if request.form.get("passages") else []
    with_what = _Mend(key, Mending(found.draft.revision, file.place, ""), account_id, now)
    removal = _removal(_text(found, file.place), _cuts(here), strips=True)
    return _answered(
        key, lambda: with_what.replace(file, docx_cleaning.cleaned(files.content(file.stored), removal))
    )


@dataclass(frozen=True, slots=True)
class _Mend:
    """A mend on its way: of which draft, what, by whom."""

    key: str
    what: Mending
    account_id: int
    now: datetime

    def take_out(self, found: Forewarning, cuts: list[Cut]) -> None:
        if self.what.place not in FILES:
            mending.take_out(self.key, self.what, cuts, author_id=self.account_id, now=self.now)
            return
        file = next(file for file in found.draft.files if file.place == self.what.place)
        self.replace(file, _MENDED[file.kind](files.content(file.stored), _text(found, file.place), cuts))

    def replace(self, file: DraftFile, raw: bytes) -> None:
        received = files.receive(raw, file.name)
        mending.replace_file(self.key, self.what, received, author_id=self.account_id, now=self.now)


def _typed_anew(_: bytes, text: str, cuts: list[Cut]) -> bytes:
    return without(text, cuts).encode()


def _word_document(raw: bytes, text: str, cuts: list[Cut]) -> bytes:
    return docx_cleaning.cleaned(raw, _removal(text, cuts, strips=False))


def _removal(text: str, cuts: list[Cut], *, strips: bool) -> Removal:
    return Removal(
        tuple(dict.fromkeys(text[cut.start : cut.end] for cut in cuts if not cut.is_line)),
        tuple(dict.fromkeys(text[cut.start : cut.end] for cut in cuts if cut.is_line)),
        strips=strips,
    )


# How a passage is taken out: of what was typed, and of files that can be written again.
_MENDED: Final = {"": _typed_anew, "txt": _typed_anew, DOCX: _word_document}


def _cuts(those: Iterable[Sign]) -> list[Cut]:
    return [Cut(sign.start, sign.end, sign.is_line) for sign in those]


def _text(found: Forewarning, place: str) -> str:
    return next((passage.text for passage in found.draft.passages if passage.place == place), "")


def _chosen(found: Forewarning) -> DraftFile:
    place = request.form.get("place", "")
    file = next((file for file in found.draft.files if file.place == place), None)
    if file is None:
        raise NotFound(place)
    return file


def _answered(key: str, act: Callable[[], None]) -> ResponseReturnValue:
    """Mend, and say that it is done, or why it was not; then back to the check page."""
    try:
        act()
    except Conflict as error:
        return errors.page(409, errors.sentence(error))
    except RuleBroken as error:
        flash(errors.sentence(error), "bad")
    return _back(key)


def _gone(key: str) -> ResponseReturnValue:
    flash(gettext("That passage is not there any more. This is what the program finds now."), "info")
    return _back(key)


def _back(key: str) -> ResponseReturnValue:
    return redirect(url_for("author.check", key=key, _anchor="betrayed"), 303)

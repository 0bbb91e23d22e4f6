"""Makes a work blind outside any transaction: converts it, then searches it for traces of its author."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, Protocol

from contest.anonymisation.converters import render
from contest.anonymisation.converters.paragraphs import one_each
from contest.anonymisation.converters.recordings import remade
from contest.anonymisation.converters.rendition import Rendition
from contest.anonymisation.rules import cells, clearing, highlight, placed
from contest.anonymisation.rules.blacked import Blacked
from contest.anonymisation.rules.cells import Cell
from contest.anonymisation.rules.leaks import Finding, Identity, find_leaks, redact_html, redact_text
from contest.anonymisation.rules.search import search as find
from contest.anonymisation.rules.unit_traits import proper_names
from contest.entries import about
from contest.entries.authorship import Trace
from contest.entries.queries import AcceptedWork
from contest.kernel.errors import RuleBroken
from contest.kernel.keys import new_key
from contest.kernel.text import count_words, nfc
from contest.people import queries as people
from contest.platform.documents.blackened import blackened
from contest.platform.documents.reading import Removed
from contest.platform.storage import Storage, keep

# A place that so many units are named after, and such a share of all, is where the contest is run.
_OFTEN: Final = 5
_OFTEN_SHARE: Final = 0.1
NOTHING_BLACK: Final = Blacked()
TITLE: Final = "title"
TEXT: Final = "text"
OWN: Final = "own"  # in an answer to a field of the edition's own


@dataclass(frozen=True, slots=True)
class Shown:
    """What a judge would see, before it has a code."""

    title: str
    html: str
    text: str
    own: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording made anew, stored already. `kind`: mp3, mp4; how many seconds it lasts."""

    kind: str
    seconds: int
    storage_key: str


@dataclass(frozen=True, slots=True)
class Made:
    """A work made blind; `failure` is None, or why it could not be, and then nothing of it is shown."""

    kind: str
    shown: Shown
    pages: tuple[bytes, ...]
    findings: tuple[dict[str, Any], ...]
    removed: tuple[dict[str, Any], ...]
    flags: tuple[str, ...]
    failure: RuleBroken | None = None
    recording: Recorded | None = None
    words: int = 0  # of the work, whatever is black
    placed: str = ""  # where the words of the text stand on the pages (rules/placed.py)

    @property
    def state(self) -> str:
        if self.failure is not None:
            return clearing.FAILED
        return clearing.state(self.kind, len(self.findings), frozenset(self.flags))


class Authored(Protocol):
    """A work, or what is yet to become one, with all that tells whose it is; as in AcceptedWork."""

    @property
    def entry_id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def others(self) -> tuple[Trace, ...]: ...
    @property
    def file_names(self) -> tuple[str, ...]: ...
    @property
    def link(self) -> str: ...


class Claiming(Protocol):
    """What keeps others from a work while it is made, as in platform.claims."""

    def take(self, thing_id: int) -> bool: ...
    def release(self, thing_id: int) -> None: ...


def shares(works: Sequence[AcceptedWork], claims: Claiming, size: int) -> Iterator[list[AcceptedWork]]:
    """Claim up to `size` texts at a time, then one recording: what is made is written before the next one begins.

    Texts come first: nobody waits for their copies until the last film is made.
    """
    texts = [work for work in works if work.recording is None]
    films = [work for work in works if work.recording is not None]
    for kind, at_once in ((texts, size), (films, 1)):
        left = iter(kind)
        while batch := list(islice((work for work in left if claims.take(work.entry_id)), at_once)):
            yield batch
            for work in batch:
                claims.release(work.entry_id)


class Identities:
    """Knows what to search each work for. Asks for the tree of units once."""

    def __init__(self) -> None:
        self._units = {unit.id: unit for unit in people.units()}
        roots = [unit.id for unit in self._units.values() if unit.parent_id is None]
        # A root that all units share is named by everybody: finding it would tell nothing and hide the rest.
        self._shared_root = roots[0] if len(roots) == 1 else None
        self._common = _common_names(
            [unit.name for unit in self._units.values()],
            "" if self._shared_root is None else self._units[self._shared_root].name,
        )

    def of(self, work: Authored) -> Identity:
        told = about.traces(work.entry_id)
        accounts = dict.fromkeys([work.author_id, *(o.account_id for o in work.others if o.account_id)])
        known = people.people(frozenset(accounts))
        persons = [known[account_id] for account_id in accounts]
        own = {work.unit_id: None} | dict.fromkeys(p.unit_id for p in persons[1:])
        units = own | dict.fromkeys(other.unit_id for other in work.others)
        return Identity(
            names=_once([*(p.name for p in persons), *(o.name for o in work.others), *told.names]),
            units=_once([name for unit_id in units for name in self._line(unit_id)]),
            emails=_once([*(p.email for p in persons), *(o.email for o in work.others), *told.emails]),
            phones=_once([*(p.phone or "" for p in persons), *told.phones]),
            file_names=work.file_names,
            links=(work.link,) if work.link else (),
            positions=told.positions,
            addresses=told.addresses,
            id_numbers=told.id_numbers,
            common=self._common,
        )

    def _line(self, unit_id: int | None) -> tuple[str, ...]:
        own = unit_id
        names: list[str] = []
        while unit_id is not None and len(names) < len(self._units):
            unit = self._units[unit_id]
            if unit.id != self._shared_root or unit.id == own:
                names.append(unit.name)
            unit_id = unit.parent_id
        return tuple(names)


def _common_names(units: Iterable[str], root: str) -> frozenset[tuple[str, ...]]:
    """Return the places that tell nothing of a unit: that of the root that all share, and those in many names."""
    carried = Counter(name for unit in units for name in proper_names(unit))
    often = max(_OFTEN, _OFTEN_SHARE * carried.total())
    named = [name for name, count in carried.items() if count >= often]
    return frozenset((*proper_names(root), *named))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def make(work: AcceptedWork, identity: Identity, storage: Storage, blacked: Blacked = NOTHING_BLACK) -> Made:
    """Make one work blind, with what was blacked out of it before; where it cannot be shown it comes back failed.

    Never as its author sent it.

    Slow where a file is converted, very slow where a recording is. Asks no database, so that several may run side by
    side. What stands beside the text is made after it: most faults are in the text, and it costs little.
    """
    try:
        kind, raw = _what_is_shown(work, storage)
        rendition = render(kind, raw)
        recording, removed, flags = _recorded(work, storage)
    except RuleBroken as error:
        return Made("html", Shown(work.title, "", ""), (), (), (), (), error)
    words = count_words(rendition.text)
    rendition, places = _blackened(rendition, blacked, work.version_id)
    shown = blacken(Shown(work.title, rendition.html, rendition.text, work.own), blacked.words)
    return Made(
        kind=rendition.kind,
        shown=shown,
        pages=rendition.pages,
        findings=search(shown, identity),
        removed=tuple(_removed(item, identity) for item in dict.fromkeys((*rendition.removed, *removed))),
        flags=tuple(sorted(rendition.flags | flags)),
        recording=recording,
        words=words,
        placed=places,
    )


def _recorded(
    work: AcceptedWork, storage: Storage
) -> tuple[Recorded | None, tuple[Removed, ...], frozenset[str]]:
    """Make the recording anew and store it; what the process leaves behind when it dies is found by `flask check`."""
    if work.recording is None:
        return None, (), frozenset()
    source = storage.open(work.recording.storage_key)
    with remade(source, work.recording.kind, work.recording.seconds) as made:
        kept = Recorded(made.kind, made.seconds, new_key())
        keep(storage, kept.storage_key, made.content)
        told = tuple(Removed("property", trace) for trace in work.traces)
        return kept, (*told, *made.removed), made.flags


def blacken(shown: Shown, words: Collection[str]) -> Shown:
    """Put ▇▇ in place of these words wherever a judge would read them."""
    if not words:
        return shown
    own = tuple({**said, "value": redact_text(said["value"], words)} for said in shown.own)
    title, text = redact_text(shown.title, words), redact_text(shown.text, words)
    return Shown(title, redact_html(shown.html, words), text, own)


def _blackened(made: Rendition, blacked: Blacked, version_id: int) -> tuple[Rendition, str]:
    """Black out the pictures of pages, or show the text in their place, as a secretary chose before; and the places.

    Where the parts that were ticked are those of another version, or the file does not tell where a word stands on the
    picture, somebody must look again.
    """
    if made.kind != "pages":
        return made, ""
    before, ticked = placed.measured(made.text, made.places), blacked.cells_of(version_id)
    lost = {clearing.BLACKED_BEFORE} if blacked.cells and not ticked else set()
    if blacked.as_text and made.text.strip():
        text = placed.under(before, ticked).text
        return replace(
            made, kind="html", text=text, html=one_each(text), pages=(), flags=made.flags | lost
        ), ""
    done = placed.black(before, blacked.words, ticked)
    flags = made.flags | (lost or ({clearing.BLACKED_BEFORE} if done.unknown else set()))
    if set(done.cells) - set(ticked):
        flags |= {clearing.BLACK_PARTS}
    pages = tuple(black_pages(made.pages, done.cells))
    text = done.placed.text
    return replace(made, text=text, html=one_each(text), pages=pages, flags=flags), done.placed.written


def black_pages(pages: Iterable[bytes], black: Collection[Cell]) -> Iterator[bytes]:
    """Give the pages, those with black parts drawn anew; their text for screen readers must be blacked out as well."""
    for number, page in enumerate(pages, start=1):
        own = cells.on_page(black, number)
        yield blackened(page, own, (cells.ROWS, cells.COLUMNS)) if own else page


def _what_is_shown(work: AcceptedWork, storage: Storage) -> tuple[str, bytes]:
    return _typed(work) if work.file is None else _stored(work, storage)


def _typed(work: AcceptedWork) -> tuple[str, bytes]:
    return ("formatted", work.markup.encode()) if work.markup else ("editor", work.text.encode())


def _stored(work: AcceptedWork, storage: Storage) -> tuple[str, bytes]:
    assert work.file is not None
    return work.file.kind, storage.get(work.file.storage_key)


def search(shown: Shown, identity: Identity) -> tuple[dict[str, Any], ...]:
    """Return what betrays the author, in the title, the text, the answers: what tells most comes first."""
    title = [_finding(TITLE, found) for found in find(shown.title, identity)]
    text = [_finding(TEXT, found) for found in find(shown.text, identity)]
    own = [_finding(OWN, found) for said in shown.own for found in find(said["value"], identity)]
    html = _only_in_html(shown, identity, {found["token"] for found in text})
    return tuple(sorted((*title, *text, *html, *own), key=lambda found: -found["weight"]))


def _removed(item: Removed, identity: Identity) -> dict[str, Any]:
    """Tell the secretary what was left out, and which of its words name the author."""
    text = item.text.replace(
        "\0", " "
    )  # tags part their pieces by it, and no database of ours keeps it in texts
    try:
        tokens = [found.token for found in find_leaks(nfc(text), identity)]
    except RuleBroken:  # marks heaped on a letter: no name, and no reason to leave the work unmade
        tokens = []
    return {"kind": item.kind, "text": text, "tokens": tokens}


def _only_in_html(shown: Shown, identity: Identity, known: set[str]) -> list[dict[str, Any]]:
    """Search the words of the HTML as well where they are not those of the text: judges read the HTML."""
    words = highlight.plain(shown.html)
    if words.split() == shown.text.split():
        return []
    found = find(words, identity)
    return [_finding(TEXT, each) for each in found if each.token not in known]


def _finding(where: str, found: Finding) -> dict[str, Any]:
    return {
        "where": where,
        "kind": found.kind,
        "token": found.token,
        "excerpt": found.excerpt,
        "weight": found.weight,
    }

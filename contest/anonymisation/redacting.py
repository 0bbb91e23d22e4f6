"""What was blacked out of a work before its code was drawn: a copy that is made anew gets it again."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select

from contest.anonymisation.converters.paragraphs import one_each
from contest.anonymisation.making import Shown, blacken
from contest.anonymisation.models import Rendition
from contest.anonymisation.models_beside import Redaction
from contest.anonymisation.rules import cells, clearing, highlight, placed
from contest.anonymisation.rules.blacked import Blacked
from contest.anonymisation.rules.blackening import faults
from contest.anonymisation.rules.cells import Cell
from contest.kernel.errors import RulesBroken
from contest.platform.database import db


def checked(rendition: Rendition, findings: Collection[Mapping[str, str]], more: Blacked) -> tuple[str, ...]:
    """Return all words that are to be black. Raises RulesBroken, which names all that is wrong with them."""
    read = f"{rendition.text}\n{highlight.plain(rendition.html)}"
    tokens = [found["token"] for found in findings]
    pictured = (*tokens, *more.words)  # what was found in the title may stand on a page as well
    texts = (rendition.title, read, *(said["value"] for said in rendition.own))
    beside = "chosen" if rendition.findings else "words"  # without a finding there is no list to choose from
    broken = tuple(
        faults(
            more.words,
            texts,
            found=tokens,
            unplaced=placed.unplaced(placed.read(rendition.text, rendition.placed), pictured, more.cells)
            if rendition.kind == "pages"
            else {},
            ticked=bool(more.cells),
            beside=beside,
        )
    )
    if broken:
        raise RulesBroken(broken)
    return tuple({*tokens, *more.words})


def blacken_text(rendition: Rendition, words: Collection[str], ticked: Collection[Cell]) -> tuple[Cell, ...]:
    """Black out words in all that judges read, and what lies under the ticked parts of pictures of pages.

    Returns which parts of the pictures are to be black. Where some are that nobody ticked, a secretary has yet to see
    whether they are the right ones.
    """
    before = placed.read(rendition.text, rendition.placed)
    kept = Shown(rendition.title, rendition.html, rendition.text, tuple(rendition.own))
    shown = blacken(kept, words)
    rendition.title, rendition.own = shown.title, list(shown.own)
    rendition.html, rendition.text = shown.html, shown.text
    if rendition.kind != "pages":
        return ()
    done = placed.black(before, words, ticked)
    rendition.text, rendition.placed = done.placed.text, done.placed.written
    rendition.html = one_each(rendition.text)
    if set(done.cells) - set(ticked):
        rendition.flags = sorted({*rendition.flags, clearing.BLACK_PARTS})
    if done.unknown:
        rendition.flags = sorted({*rendition.flags, clearing.BLACKED_BEFORE})
    return done.cells


def of(entry_ids: Collection[int]) -> dict[int, Blacked]:
    """Return what was blacked out of these works, by entry."""
    rows = db.session.scalars(select(Redaction).where(Redaction.entry_id.in_(entry_ids)))
    return {row.entry_id: _read(row) for row in rows}


def remember(rendition: Rendition, more: Blacked) -> None:
    """Add to what was blacked out of the work; parts of pages of an older version are forgotten."""
    row = db.session.scalar(select(Redaction).where(Redaction.entry_id == rendition.entry_id))
    if row is None:
        row = Redaction(
            edition_id=rendition.edition_id, entry_id=rendition.entry_id, words=[], cells=[], as_text=False,
            version_id=rendition.version_id,
        )  # fmt: skip
        db.session.add(row)
    known = row.cells if row.version_id == rendition.version_id else []
    row.version_id = rendition.version_id
    row.words = sorted({*row.words, *more.words})
    row.cells = [cell.name for cell in cells.read({*known, *(cell.name for cell in more.cells)})]
    row.as_text = row.as_text or more.as_text


def forget(entry_id: int) -> bool:
    """Forget what was blacked out of the work; tell whether there was anything."""
    row = db.session.scalar(select(Redaction).where(Redaction.entry_id == entry_id))
    if row is not None:
        db.session.delete(row)
    return row is not None


def forget_all(edition_id: int) -> None:
    """Forget it of all works of the edition: their codes are drawn."""
    db.session.execute(delete(Redaction).where(Redaction.edition_id == edition_id))


def _read(row: Redaction) -> Blacked:
    return Blacked(tuple(row.words), cells.read(row.cells), row.as_text, row.version_id)

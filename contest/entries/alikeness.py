"""What was found of copies in works that are sealed: taken out of the index, and put back into it at the opening.

In the index texts have numbers that are given anew; here they are named by the entries they belong to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import aliased, undefer

from contest.entries import indexing, likenesses, samples
from contest.entries.models import ComparedText, Likeness, LikenessMark
from contest.entries.rules.sketch import unpacked
from contest.entries.sealed_rows import Rows
from contest.platform.database import db

COMPARED, ALIKE, MARKED = "compared_text", "likeness", "likeness_mark"
_TEXT: Final = ("version_id", "scheme", "words", "is_due", "others", "own", "compared_at")
_SOURCE = aliased(ComparedText)


def of(entry_ids: Collection[int]) -> dict[int, Rows]:
    """Return what the index holds of these works: what stands in two of them, with either of the two."""
    found: dict[int, Rows] = defaultdict(lambda: defaultdict(list))
    texts = select(ComparedText).where(ComparedText.entry_id.in_(entry_ids)).order_by(ComparedText.id)
    for text in db.session.scalars(texts.options(undefer(ComparedText.sample))):
        row = {name: getattr(text, name) for name in _TEXT} | {"sample": text.sample}
        found[text.entry_id][COMPARED].append(row)
    for model, name in ((Likeness, ALIKE), (LikenessMark, MARKED)):
        for owner, row in _pairs(model, frozenset(entry_ids)):
            found[owner][name].append(row)
    return {entry_id: dict(rows) for entry_id, rows in found.items()}


def _pairs(model: Any, entry_ids: frozenset[int]) -> Iterable[tuple[int, dict[str, Any]]]:  # noqa: ANN401 -- either table
    owner = model.entry_id if model is LikenessMark else ComparedText.entry_id
    query = select(model, owner.label("of"), _SOURCE.entry_id.label("source"))
    query = query.outerjoin(_SOURCE, _SOURCE.id == model.source_id).order_by(model.id)
    if model is Likeness:
        query = query.join(ComparedText, ComparedText.id == Likeness.text_id)
    either = or_(owner.in_(entry_ids), _SOURCE.entry_id.in_(entry_ids))
    for row, of_entry, source in db.session.execute(query.where(either)).all():
        names = [
            c.key for c in model.__table__.columns if c.key not in {"id", "entry_id", "text_id", "source_id"}
        ]
        said = {name: getattr(row, name) for name in names} | {"of": of_entry, "source": source}
        for each in {of_entry, source} & entry_ids:
            yield each, said


def forget(entry_ids: Collection[int]) -> None:
    """Take these works out of the index, and whatever was found of them in others."""
    for at in range(0, len(entry_ids), 500):
        indexing.forget(list(entry_ids)[at : at + 500])


def put_back(found: dict[int, Rows]) -> None:
    """Put works back into the index, by entry: first all texts, then what is alike in two that are both there.

    Works may come back in any order, one by one: whichever of two is the later brings what is alike in them.
    """
    for entry_id, rows in found.items():
        for row in rows.get(COMPARED, ()):
            text = ComparedText(entry_id=entry_id, **row)
            db.session.add(text)
            db.session.flush()
            samples.add(samples.WORKS, {text.id: unpacked(text.sample)})
    said = [row for rows in found.values() for row in rows.get(ALIKE, ())]
    marked = [row for rows in found.values() for row in rows.get(MARKED, ())]
    ids = _ids({row[name] for row in (*said, *marked) for name in ("of", "source") if row[name] is not None})
    _insert(Likeness, "text_id", _known(said, ids, "text_id"))
    _insert(LikenessMark, "entry_id", _known(marked, ids, "entry_id"))
    likenesses.recount({ids[row["of"]] for row in said if row["of"] in ids})


def _insert(model: Any, owner: str, rows: Iterable[dict[str, Any]]) -> None:  # noqa: ANN401 -- either table
    """Insert those rows that are not there yet: what is alike in two works stands with both of them."""
    wanted = {(row[owner], row["source_id"], row["reference_id"]): row for row in rows}
    column = getattr(model, owner)
    query = select(column, model.source_id, model.reference_id).where(column.in_({key[0] for key in wanted}))
    there = {tuple(row) for row in db.session.execute(query)} if wanted else set()
    new = [row for key, row in wanted.items() if key not in there]
    if new:
        db.session.execute(insert(model), new)


def _ids(entry_ids: Collection[int]) -> dict[int, int]:
    query = select(ComparedText.entry_id, ComparedText.id).where(ComparedText.entry_id.in_(entry_ids))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _known(said: Iterable[dict[str, Any]], ids: dict[int, int], owner: str) -> Iterable[dict[str, Any]]:
    """Return the rows whose texts are both in the index: one of another edition may have been erased meanwhile."""
    for row in said:
        of_entry, source = row["of"], row["source"]
        if of_entry not in ids or (source is not None and source not in ids):
            continue
        values = {name: value for name, value in row.items() if name not in {"of", "source"}}
        named = {owner: ids[of_entry] if owner == "text_id" else of_entry}
        yield values | named | {"source_id": None if source is None else ids[source]}

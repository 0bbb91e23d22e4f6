"""Reads and keeps what an author says of a work beside its text: one row of the draft's, one for each version."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from contest.editions.rules.conditions import Conditions
from contest.editions.rules.demands import Demands
from contest.entries.models import Entry, StatementRow, StoredFile, Version
from contest.entries.rules import statement as rules
from contest.entries.rules.statement import NOTHING, TYPED, Files, Statement
from contest.platform.crypto import sha256
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class Stated:
    """What was said, and the files with it."""

    statement: Statement = NOTHING
    translation: StoredFile | None = None
    proof: StoredFile | None = None
    recording: StoredFile | None = None

    @property
    def files(self) -> Files:
        return Files(self.translation is not None, self.proof is not None)

    @property
    def is_translated(self) -> bool:
        return bool(self.statement.translation.strip()) or self.translation is not None

    def file(self, role: str) -> StoredFile | None:
        """Return the file that is the translation, the proof or the recording; None for anything else."""
        known = {"translation": self.translation, "proof": self.proof, "recording": self.recording}
        return known.get(role)

    def digests(self) -> dict[str, str]:
        """Return the digests that a receipt names beside those of the work, by their names; only of what is there."""
        found = {}
        if self.translation is not None:
            found["sha256_translation_file"] = self.translation.sha256
        elif self.statement.translation:
            found["sha256_translation"] = sha256(self.statement.translation.encode())
        if self.proof is not None:
            found["sha256_proof"] = self.proof.sha256
        if self.recording is not None:
            found["sha256_recording"] = self.recording.sha256
        return found


UNSAID = Stated()


def of_draft(entry_id: int) -> Stated:
    """Return what stands with the draft."""
    return stated_in(db.session.scalar(_draft(entry_id)))


def of_version(version_id: int) -> Stated:
    """Return what was said when the version was submitted."""
    found = select(StatementRow).where(StatementRow.version_id == version_id)
    return stated_in(db.session.scalar(found.options(undefer(StatementRow.translation))))


def relevant(stated: Stated, demands: Demands, conditions: Conditions) -> Stated:
    """Return what such a category asks for, without what was said for another."""
    said = rules.relevant(stated.statement, demands, conditions)
    return Stated(
        said,
        stated.translation if rules.needs_translation(stated.statement, demands) else None,
        stated.proof if said.published == rules.YES else None,
        stated.recording if demands.recordings else None,
    )


def typed(entry_id: int, sent: Mapping[str, str]) -> Statement | None:
    """Return the draft's statement with the fields that were sent; None where it is what it was."""
    if not sent:
        return None
    before = of_draft(entry_id).statement
    after = rules.read(before, sent)
    return None if after == before else after


def write(entry: Entry, statement: Statement) -> None:
    """Put it into the draft's row."""
    _fill(held(entry), statement)


def held(entry: Entry) -> StatementRow:
    """Return the draft's row to be changed; made where there is none."""
    row = db.session.scalar(_draft(entry.id))
    if row is None:
        row = StatementRow(entry_id=entry.id)
        db.session.add(row)
    return row


def freeze(version: Version, stated: Stated) -> None:
    """Keep what was said with the version, for good."""
    if stated == UNSAID:
        return
    row = StatementRow(
        entry_id=version.entry_id,
        version_id=version.id,
        translation_file_id=stated.translation.id if stated.translation else None,
        proof_file_id=stated.proof.id if stated.proof else None,
        recording_file_id=stated.recording.id if stated.recording else None,
    )
    _fill(row, stated.statement)
    db.session.add(row)


def _fill(row: StatementRow, statement: Statement) -> None:
    for name in TYPED:
        setattr(row, name, getattr(statement, name))


def _draft(entry_id: int) -> Select[StatementRow]:
    mine = select(StatementRow).where(StatementRow.entry_id == entry_id, StatementRow.version_id.is_(None))
    return mine.options(undefer(StatementRow.translation))


def stated_in(row: StatementRow | None) -> Stated:
    """Freeze a row; nothing said where there is none."""
    if row is None:
        return UNSAID
    said = Statement(**{name: getattr(row, name) for name in TYPED})
    return Stated(said, row.translation_file, row.proof_file, row.recording_file)

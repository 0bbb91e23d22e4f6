"""Tables of the log of what happened: plain events, and beside them the chain that the sealer links."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column

from contest.platform.database import Model, primary_key


class AuditEvent(Model):
    """One thing that happened; ids only. Rows are never changed or deleted (triggers refuse it)."""

    __tablename__ = "audit_event"
    id: Mapped[int] = primary_key()
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(60), index=True)
    actor_id: Mapped[int | None]
    edition_id: Mapped[int | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]]


class AuditLink(Model):
    """The chain: hash of an event and of the link before it, written by the sealer, one transaction a second."""

    __tablename__ = "audit_link"
    id: Mapped[int] = primary_key()  # position in the chain, from 1 without gaps
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]


# The database itself refuses to change or delete a line; only who may drop triggers can, and the chain tells on them.
TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_event_no_{act.lower()} BEFORE {act} ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$""",
        """CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()""",
    ),
}

for _dialect, _statements in TRIGGERS.items():
    for _statement in _statements:
        event.listen(AuditEvent.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]

"""Erases what a judge told about themselves: conflicts that were declared, reasons for giving a work back."""

from sqlalchemy import delete, update

from contest.assignment.models import DeclaredConflict, Reading
from contest.kernel.events import Event
from contest.people.events import ErasureDecided
from contest.platform.database import db


def erase_declarations(event: Event) -> None:
    """Listen to people: who is erased holds no duty any more, so nobody needs these words."""
    if not isinstance(event, ErasureDecided):
        return
    for statement in (
        delete(DeclaredConflict).where(DeclaredConflict.judge_id == event.account_id),
        update(Reading).where(Reading.judge_id == event.account_id).values(recusal_reason=""),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})

"""Agreements that people give and take back in their account whenever they like."""

from datetime import datetime

from sqlalchemy import select

from contest.people import events
from contest.people.models import Account, Consent
from contest.people.rules.consent import ConsentText
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


def agree(account_id: int, wanted: ConsentText, shown: str, *, language: str, now: datetime) -> None:
    """Keep that the person agreed, with the sentence as it was shown; once more changes nothing."""
    begin_writing()
    if _standing(account_id, wanted.purpose):
        return
    db.session.add(
        Consent(
            account_id=account_id,
            purpose=wanted.purpose,
            text_version=wanted.version,
            text=shown,
            language=language,
            given_at=now,
        )
    )
    publish(
        events.ConsentGiven(
            at=now,
            actor_id=account_id,
            account_id=account_id,
            purpose=wanted.purpose,
            text_version=wanted.version,
        )
    )


def take_back(account_id: int, wanted: ConsentText, *, now: datetime) -> None:
    """Keep that the person agrees no more; what was agreed to stays on record as over."""
    begin_writing()
    for row in _standing(account_id, wanted.purpose):
        row.withdrawn_at = now
        publish(
            events.ConsentWithdrawn(
                at=now,
                actor_id=account_id,
                account_id=account_id,
                purpose=row.purpose,
                text_version=row.text_version,
            )
        )


def _standing(account_id: int, purpose: str) -> list[Consent]:
    """Return what stands; the account is held, so that two clicks at once do not agree twice."""
    db.session.scalars(select(Account.id).where(Account.id == account_id).with_for_update()).one()
    query = select(Consent).where(
        Consent.account_id == account_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(query))

"""What happened, said in the past tense: the base of every part's events."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Carries ids only, never a name, an address, a text or a token.

    `actor_id` is the account that did it (None: the installation itself), `edition_id` the edition it belongs to.
    """

    NAME: ClassVar[str] = ""
    at: datetime
    actor_id: int | None = None
    edition_id: int | None = None

    def details(self) -> dict[str, object]:
        """Give the fields of the subclass, as the audit line keeps them."""
        common = {"at", "actor_id", "edition_id"}
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in common}

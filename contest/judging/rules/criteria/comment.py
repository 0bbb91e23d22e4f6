"""A criterion that asks for words only and counts nothing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from contest.judging.rules.criteria.kind import NOTHING, Mark, Settings
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

LONGEST: Final = 5000


@dataclass(frozen=True, slots=True)
class Comment:
    """A judge's words on the work; may stay empty."""

    kind: ClassVar[str] = "comment"
    scored: ClassVar[bool] = False
    bonus: ClassVar[bool] = False
    settings: Settings

    def parse(self, raw: str) -> Mark:
        """Return the words in NFC."""
        words = text.nfc(raw).strip()
        if len(words) > LONGEST:
            raise RuleBroken(
                N_("%(name)s: the comment has %(length)d characters; the limit is %(limit)d. Shorten it."),
                name=self.settings.name,
                length=len(words),
                limit=LONGEST,
            )
        return Mark(text=words)

    def points(self, mark: Mark) -> Decimal:  # noqa: ARG002 -- words count nothing, whatever they say
        return NOTHING

    def written(self, mark: Mark) -> str:
        return mark.text

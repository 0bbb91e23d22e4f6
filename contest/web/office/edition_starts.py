"""What a new edition may start with, in the language of the page; everything can be changed until it is announced."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions.rules.edition import CategorySpec, EditionSpec, PrizeSpec, RoundSpec

PRIZE_COUNTS = (1, 2, 3, 5)
DOCUMENTS = ("docx", "pdf")
# Stands where only the organisers know the words; the set-up says where it is left.
GAP = "[…]"


@dataclass(frozen=True, slots=True)
class Start:
    """A start: its name, one sentence about it, and what it makes of the plainest edition."""

    label: LazyString
    hint: LazyString
    build: Callable[[EditionSpec], EditionSpec]

    @property
    def said(self) -> LazyString:
        """Name and sentence, in the language of the page that shows them."""
        return LazyString(lambda: f"{self.label}: {self.hint}")


def plain(now: datetime, zone: ZoneInfo) -> EditionSpec:
    """Return one category and one round; opens a week from now and closes sixty days later."""
    opens = datetime.combine(now.astimezone(zone).date() + timedelta(days=7), time(8), tzinfo=zone)
    return EditionSpec(
        title="",
        number=1,
        year=opens.year,
        time_zone=zone.key,
        opens_at=opens,
        closes_at=datetime.combine(opens.date() + timedelta(days=60), time(17), tzinfo=zone),
        categories=(CategorySpec(gettext("Essay"), 500, 3000),),
        rounds=(RoundSpec(gettext("Final round"), 2, Decimal(20)),),
        declarations=(
            gettext("This work is my own, and nobody else has rights in it."),
            gettext("It has not been published before and is in no other contest now."),
            gettext("I have read the rules of the contest and agree to them."),
        ),
    )


def _essays(spec: EditionSpec) -> EditionSpec:
    return spec


def _five(spec: EditionSpec) -> EditionSpec:
    """Five categories as provincial and national contests have them; radio and television come as scripts."""
    written = (
        CategorySpec(gettext("Magazine articles"), 2500, 6000, prizes=_prizes()),
        CategorySpec(gettext("Newspaper articles"), 800, 3000, prizes=_prizes()),
    )
    scripts = tuple(
        CategorySpec(name, 300, 3000, DOCUMENTS, prizes=_prizes())
        for name in (gettext("Radio scripts"), gettext("Television scripts"), gettext("Video scripts"))
    )
    return replace(spec, categories=(*written, *scripts), rounds=_two_rounds(), rules_text=_rules())


def _letters(spec: EditionSpec) -> EditionSpec:
    return replace(
        spec,
        categories=(CategorySpec(gettext("Letter"), 300, 1000, prizes=_prizes()),),
        rounds=_two_rounds(),
        rules_text=_rules(),
    )


def _two_rounds() -> tuple[RoundSpec, ...]:
    return (
        RoundSpec(gettext("Preliminary round"), 2, Decimal(20), advancing=20),
        RoundSpec(gettext("Final round"), 3, Decimal(20)),
    )


def _prizes() -> tuple[PrizeSpec, ...]:
    names = (gettext("Prize A"), gettext("Prize B"), gettext("Prize C"), gettext("Encouragement prize"))
    return tuple(PrizeSpec(name, count, None) for name, count in zip(names, PRIZE_COUNTS, strict=True))


def _rules() -> str:
    """Give the headings that rules of contests have, with a gap wherever only the organisers know the words."""
    parts = (
        (gettext("Subject and purpose"), GAP),
        (gettext("Who may enter"), GAP),
        (
            gettext("Works"),
            gettext("A work is new, the author's own, and names nobody in its text as its author."),
        ),
        (gettext("Handing in"), gettext("Works are handed in on this site, which gives a receipt for each.")),
        (gettext("Judging"), gettext("Judges read the works by a code and do not know whose they are.")),
        (gettext("Prizes"), GAP),
        (gettext("Questions and complaints"), GAP),
    )
    return "\n\n".join(f"## {heading}\n\n{words}" for heading, words in parts)


STARTS: Mapping[str, Start] = {
    "essays": Start(
        lazy_gettext("Essays"),
        lazy_gettext("One category, one round with two judges for each work."),
        _essays,
    ),
    "five": Start(
        lazy_gettext("Five categories"),
        lazy_gettext(
            "Magazine, newspaper, radio, television and video; two rounds; prizes A, B, C and encouragement; the"
            " headings of the rules."
        ),
        _five,
    ),
    "letters": Start(
        lazy_gettext("Letters"),
        lazy_gettext("Short letters in one category, two rounds, prizes, and the headings of the rules."),
        _letters,
    ),
}

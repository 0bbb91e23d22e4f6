"""What a category demands, in sentences for everybody who enters, and as facts for who screens."""

from collections.abc import Iterator

from flask_babel import gettext

from contest.editions.rules.demands import Demands
from contest.web.templating import number


def sentences(demands: Demands) -> list[str]:
    """Say what a work must keep to beside its length, as authors read it."""
    return [str(sentence) for sentence in _sentences(demands)]


def _sentences(demands: Demands) -> Iterator[str]:
    if demands.file_limit_mb:
        yield gettext("A file may have at most %(size)s MB.", size=number(demands.file_limit_mb))
    if demands.similarity:
        yield similarity(demands.similarity)


def similarity(percent: int) -> str:
    """Say how much may be alike, and that people find it out: the program does not measure it."""
    return str(
        gettext(
            "At most %(percent)d %% of the text may stand in other texts too, your own earlier ones included. The"
            " organisers check this themselves.",
            percent=percent,
        )
    )


def facts(demands: Demands) -> list[tuple[str, str]]:
    """Return (label, value) for the secretary who reads a work."""
    found = []
    if demands.similarity:
        words = gettext("at most %(percent)d %%; the program does not measure it", percent=demands.similarity)
        found.append((str(gettext("Alike with other texts")), str(words)))
    return found

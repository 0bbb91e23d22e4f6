"""Works of made-up authors that come on paper: the secretariat types one, and scans the pages of another."""

from datetime import datetime

from contest.blindcheck import files as made_files
from contest.blindcheck import ways
from contest.blindcheck.made import Made
from contest.blindcheck.people import Author
from contest.blindcheck.ways import SCANNED, Turn
from contest.editions.rules.paper import HAND, Coming
from contest.entries import paper, paper_queries, scans
from contest.entries.noting import ANEW, Writer
from contest.entries.paper import Origin, PaperWork
from contest.kernel.keys import new_key
from contest.people.unclaimed import Noted


def take_in(made: Made, author: Author, turn: Turn, text: str, now: datetime) -> str:
    """Take the work in as a secretary does, and return its key; its author is noted. Raises RuleBroken."""
    scratch, is_scanned = made.scratch, turn.way.kind == SCANNED
    work = _on_the_table(made, author, turn, "" if is_scanned else text, now)
    pages = [
        (raw, name)
        for raw, name in made_files.pictures_of(author, pages=max(2, ways.pages(turn.category)))
        if not name.endswith(".webp")
    ]
    received = scratch.read(scans.receive, pages) if is_scanned else None
    cleaned = scratch.read(paper.cleaned, work, has_file=is_scanned, now=now)
    origin = Origin(new_key(), made.officials["secretary"])
    key: str = scratch.do(paper.take_in, made.edition_id, cleaned, received, origin=origin, now=now)
    (account,) = scratch.read(paper_queries.one, key, made.edition_id, now=now).authors
    made.accounts[author.letter] = account.id
    return key


def _on_the_table(made: Made, author: Author, turn: Turn, text: str, now: datetime) -> PaperWork:
    local = now.astimezone(made.zone)
    noted = Noted(author.full_name, made.born, made.units[author.letter], author.phone, author.email)
    came = Coming(HAND, local.date(), local.time().replace(second=0, microsecond=0))
    return PaperWork(
        turn.category.id, author.title, (Writer(noted, ANEW),), came, f"Mẫu {author.token('SHEET')}",
        text=text, is_signed=True,
    )  # fmt: skip

"""A look at the page of an essay for the organisers: their own rubric beside a sample text, nothing to be sent."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from contest.access.permissions import Permission
from contest.anonymisation.queries import BlindEssay
from contest.assignment.queries import DeskReading
from contest.editions import own_fields
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView, RoundView
from contest.judging import queries
from contest.judging.queries import RubricView, SheetView
from contest.kernel.text import count_words
from contest.web.judge import essay
from contest.web.judge.essay import OnTheDesk
from contest.web.judge.pages import pages
from contest.web.templating import use_zone

SAMPLE_CODE = "AB23-CD45"


@pages.page("/<slug>/preview", Permission.EDIT_EDITION)
def preview(edition: EditionView) -> ResponseReturnValue:
    """Show organisers what a judge of the round will have before them, or that there is no rubric yet."""
    use_zone(edition.zone)
    rounds = editions.rounds(edition.id)
    wanted = request.args.get("round", 1, type=int)
    shown = next((each for each in rounds if each.position + 1 == wanted), rounds[0])
    categories = editions.categories(edition.id)
    chosen = request.args.get("category", type=int)
    category = next((each for each in categories if each.id == chosen), categories[0])
    rubric = queries.rubric(shown.id, category.id)
    return render_template(
        "judge/preview.html",
        edition=edition,
        rounds=rounds,
        round=shown,
        categories=categories,
        category_id=category.id,
        category=category.name,
        rubric=rubric,
        preview=True,
        told=None,
        **(_desk(shown, category, rubric) if rubric is not None else {}),
    )


def _desk(shown: RoundView, category: CategoryView, rubric: RubricView) -> dict[str, object]:
    """Return what the page of an essay shows, with a text that nobody handed in and marks that nobody gave."""
    title, paragraphs = _sample()
    html = Markup("").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)
    words = count_words("\n".join(paragraphs))
    copy = BlindEssay(0, SAMPLE_CODE, title, category.id, words, "html", str(html), 0)
    reading = DeskReading(0, 0, SAMPLE_CODE, title, category.id, words, "html", "first", 1)
    sheet = SheetView(0, "draft", 0, "", None, None, {})
    return {
        "found": OnTheDesk(shown, reading, copy, rubric, sheet),
        "essay": copy,
        "html": html,
        "own": _answers(shown.edition_id, category.id),
        "titled": False,
        "questions": essay.questions(rubric, {}, None),
        "comment": "",
        "problem": None,
        "problem_field": None,
        "place": 1,
        "places": 1,
        "done": 0,
        "before": None,
        "after": None,
        "is_open": False,
    }


def _answers(edition_id: int, category_id: int) -> list[tuple[str, str]]:
    """Return the contest's own questions whose answers judges read, the first choice as the answer."""
    fields = own_fields.asked(edition_id, category_id)
    return [(f.asks.label, next(iter(f.asks.options), "…")) for f in fields if f.asks.for_judges]


def _sample() -> tuple[str, tuple[str, ...]]:
    """Return title and paragraphs of a text of ours."""
    return (
        gettext("A reading room at the market"),
        (
            gettext(
                "This is no work of an author: it is a sample that stands here so that you can see how a judge reads."
            ),
            gettext(
                "Since last spring there has been a shelf of books between the fish stalls and the rice sellers of our"
                " market. Nobody guards it. Who takes a book along writes its title into a school notebook, and who"
                " brings one back crosses the line out."
            ),
            gettext(
                "In the first month eleven books were missing. The neighbours wanted to lock the shelf. The woman who"
                " sells tea proposed to wait, and read aloud every Sunday from what was left. After the summer there"
                " were more books than in the beginning."
            ),
            gettext(
                "A public thing lives as long as people feel that it is theirs. Rules help, and so does a lock; but"
                " what keeps the shelf full is that somebody asks on Sunday how the story went on."
            ),
        ),
    )

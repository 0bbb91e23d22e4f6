"""What this site does with personal data, for everybody to read: rights, terms, and how long what is kept."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.people.rules import data_requests as rules
from contest.reports import retention
from contest.settings import Settings
from contest.web import data_words
from contest.web.public.pages import pages


@pages.page("/privacy", Permission.SEE_PUBLIC)
def privacy() -> ResponseReturnValue:
    settings: Settings = current_app.extensions["contest_settings"]
    days = retention.days()
    return render_template(
        "public/privacy.html",
        kept=[(what, since, why, days[name]) for name, (what, since, why) in data_words.KEPT.items()],
        days=rules.DAYS_WITH_PROCESSORS if settings.has_processors else rules.DAYS,
        answer_days=rules.WORKING_DAYS_TO_ANSWER,
    )

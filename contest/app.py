"""Puts the program together: the one place that knows every part."""

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from contest import cli
from contest.anonymisation import service as anonymisation
from contest.assignment import erasing as assignment_erasing
from contest.audit import service as audit
from contest.communications import erasing as communications_erasing
from contest.communications import outbox, recalling
from contest.editions import erasing as editions_erasing
from contest.entries import claiming, finding
from contest.entries import erasing as entries_erasing
from contest.entries import service as entries
from contest.platform import database, edge, headers, jobs, judge_role, storage
from contest.platform.events import subscribe
from contest.results import erasing as results_erasing
from contest.results import paying
from contest.settings import ROOT, Settings, read
from contest.web import errors, oversized, sessions, templating, unit_lists
from contest.web.account import accounts
from contest.web.account.routes import pages as account_pages
from contest.web.author.routes import pages as author_pages
from contest.web.judge.routes import pages as judge_pages
from contest.web.office.routes import pages as office_pages
from contest.web.public.routes import pages as public_pages

AUDIENCES = (public_pages, account_pages, author_pages, judge_pages, office_pages)

# Who hears of what happened, in this order, inside the same transaction.
LISTENERS = (
    audit.record,
    entries.keep_authors_and_officials_apart,
    claiming.take_over,
    anonymisation.drop_outdated,
    finding.compare_soon,
    outbox.write_notices,
    recalling.call_back,
    # An erasure: each part erases its own rows, letters at last, for the others may write some.
    results_erasing.empty_blind_copies,
    paying.erase_bank_details,
    assignment_erasing.erase_declarations,
    entries_erasing.erase_works,
    editions_erasing.erase_traces,
    communications_erasing.erase_letters,
)

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Raises SettingsError where a setting is wrong."""
    settings = settings or read()
    app = Flask(
        "contest",
        root_path=str(ROOT),
        instance_path=str(settings.instance),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    _configure(app, settings)
    database.init_app(app, settings)
    edge.init_app(app, last_act=sessions.touch)
    headers.init_app(app, https=settings.secure_cookies)
    sessions.init_app(app, settings)
    templating.init_app(app, settings)
    unit_lists.init_app(app, settings)
    oversized.init_app(app, settings)
    csrf.init_app(app)
    errors.init_app(app)
    accounts.init_app(app, settings)
    jobs.init_app(app, settings)
    for pages in AUDIENCES:
        app.register_blueprint(pages.blueprint)
    cli.init_app(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["contest_settings"] = settings
    app.extensions["contest_make_app"] = create_app  # for what runs a second program beside this one
    app.extensions["contest_storage"] = storage.open_storage(settings.storage_url)
    prefix = "__Host-" if settings.secure_cookies else ""
    app.config.update(
        SECRET_KEY=settings.secrets.session,
        SESSION_COOKIE_NAME=f"{prefix}contest",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        MAX_CONTENT_LENGTH=settings.upload_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=1000,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over the last evening must still be taken
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


_subscribed = False


def subscribe_listeners() -> None:
    """Subscribe every listener once a process, however many applications tests build."""
    global _subscribed  # noqa: PLW0603 -- signals are global to the process, and so is this
    if not _subscribed:
        for listener in LISTENERS:
            subscribe(judge_role.as_program()(listener))
        _subscribed = True


subscribe_listeners()

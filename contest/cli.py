"""The commands: thin shells around services, errors on standard error, a non-zero exit when something is wrong."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import IO

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from contest.anonymisation import blindfile
from contest.anonymisation.rules.leaks import Identity
from contest.assignment.rules import files as assignment_files
from contest.blindcheck import checking as blind_checking
from contest.demonstration import whole
from contest.demonstration.stages import Stage
from contest.kernel import clock, verifier
from contest.kernel.errors import ContestError, RuleBroken
from contest.people import queries as people_queries
from contest.people import second_factor
from contest.people import service as people
from contest.platform import schema, worker
from contest.platform.database import unit_of_work
from contest.reports import blindness, checking, orphans
from contest.results.rules import files as ranking_files

STAGES = tuple(stage.value for stage in Stage)


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (
        setup,
        administrator,
        second_factor_off,
        demo,
        check,
        verify,
        work,
        tick,
        blind,
        blind_check,
        assign,
        rank,
    ):
        app.cli.add_command(command)


def _app() -> Flask:
    """Return the application itself; the proxy cannot be handed to another thread."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- the documented way
    return app


def _refuse(error: Exception) -> None:
    click.echo(str(error), err=True)
    sys.exit(2)


@click.command()
@click.option("--email", prompt="E-mail address of the first organiser")
@click.option("--name", prompt="Full name")
@click.password_option(help="At least 15 characters; asked for when not given.")
@with_appcontext
def setup(email: str, name: str, password: str) -> None:
    """Make the first organiser on an up-to-date database."""
    try:
        with unit_of_work():
            people.first_organiser(email, name, password, now=clock.now())
    except RuleBroken as error:
        _refuse(error)
    click.echo(f"{email} may now sign in and create an edition.")


@click.command()
@click.argument("email")
@click.option("--end", is_flag=True, help="Take the administration away instead.")
@with_appcontext
def administrator(email: str, *, end: bool) -> None:
    """Make the person with this address an administrator; the account must be there already."""
    person = people_queries.by_email(email)
    try:
        if person is None:
            raise RuleBroken(f"Nobody has the address {email}.")
        with unit_of_work():
            (people.end_administrator if end else people.make_administrator)(person.id, now=clock.now())
    except ContestError as error:
        _refuse(error)
        return
    click.echo(f"{person.email} is {'no administrator any more' if end else 'an administrator'}.")


@click.command("second-factor-off")
@click.argument("email")
@with_appcontext
def second_factor_off(email: str) -> None:
    """Switch the authenticator app of a person off who has lost telephone and recovery codes. Make sure who asks."""
    person = people_queries.by_email(email)
    if person is None:
        _refuse(RuleBroken(f"Nobody has the address {email}."))
        return
    with unit_of_work():
        second_factor.switch_off(person.id, now=clock.now())
        people.drop_sessions(person.id)
    click.echo(f"{person.email} signs in with the password alone now, and is told so by mail.")


@click.command()
@click.option(
    "--stage", type=click.Choice(STAGES), default="judging", help="Up to where the contest has come."
)
@click.option("--entries", type=click.IntRange(1, 100_000), default=60)
@click.option("--judges", type=click.IntRange(2, 600), default=6)
@click.option("--seed", type=int, default=2026, help="The same seed gives the same people, texts and marks.")
@with_appcontext
def demo(stage: str, entries: int, judges: int, seed: int) -> None:
    """Build the demonstration contest, at any stage and size, on an empty database."""
    try:
        schema.bring_up_to_date(_app())
        whole.build_at(Stage(stage), entries=entries, judges=judges, seed=seed, now=clock.now())
    except ContestError as error:
        _refuse(error)
    for line in whole.accounts():
        click.echo(line)


@click.command()
@click.option(
    "--mend",
    is_flag=True,
    help="First remove bytes that no row knows and uploads without bytes, older than an hour.",
)
@click.option(
    "--stopped", is_flag=True, help="With --mend: the server and the worker stand still, so however young."
)
@with_appcontext
def check(*, mend: bool, stopped: bool) -> None:
    """Check this installation: rows against files, chain, receipts, seals, translations, settings."""
    if mend:
        with unit_of_work():
            for done in orphans.mend(clock.now(), young=timedelta(0) if stopped else orphans.YOUNG):
                click.echo(done)
    faults = checking.faults(clock.now())
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo("Nothing is wrong.")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--key", default="", help="The contest's public key, from a receipt or a letter.")
def verify(files: tuple[str, ...], key: str) -> None:
    """Check a published proof and what authors kept, with the program that the contest's page hands out."""
    sys.exit(verifier.main([*files, *(["--key", key] if key else [])], sys.stdout, sys.stderr))


@click.command()
@click.option("--parent", type=int, hidden=True, help="Stop when this process is gone.")
@with_appcontext
def work(parent: int | None) -> None:
    """Run the worker: mail, the audit sealer, conversions. Stops on SIGINT or SIGTERM."""
    worker.work(_app(), parent=parent)


@click.command()
@with_appcontext
def tick() -> None:
    """Run once what is due now: for a machine without a worker, from a timer."""
    results = worker.run_now(_app(), worker.EVERY_SECOND + worker.EVERY_QUARTER_MINUTE + worker.EVERY_HOUR)
    click.echo(json.dumps(results))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--name", "names", multiple=True, help="The author's name; may be given several times.")
@click.option("--unit", "units", multiple=True, help="The author's unit.")
@click.option("--email", "emails", multiple=True, help="The author's e-mail address.")
@click.option("--phone", "phones", multiple=True, help="The author's phone number.")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def blind(files: tuple[Path, ...], folder: Path, *, as_json: bool, **known: tuple[str, ...]) -> None:
    """Show what a judge would see of each file, and every trace of identity found in it."""
    known_of = Identity(
        names=known["names"], units=known["units"], emails=known["emails"], phones=known["phones"]
    )
    try:
        output, refused = blindfile.run(files, known_of, folder, as_json)
    except OSError as error:  # the folder cannot be made, or is full
        raise click.ClickException(str(error)) from error
    click.echo(output)
    for line in refused:
        click.echo(line, err=True)
    sys.exit(1 if refused else 0)


@click.command("blind-check")
@click.option("--edition", "slug", required=True, help="The edition, by the last part of its address.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--language", type=click.Choice(("vi", "en")), default="vi", help="Of the report.")
@click.option("--out", type=click.File("w", encoding="utf-8", lazy=True), default="-")
@with_appcontext
def blind_check(slug: str, out: IO[str], *, as_json: bool, language: str) -> None:
    """Check with made-up authors, on a copy of an edition's settings, that no judge can learn who wrote what."""
    try:
        found = blind_checking.check(slug, current_app.extensions["contest_make_app"])
    except ContestError as error:
        _refuse(error)
        return
    kept = found.as_json()
    out.write(
        json.dumps(kept, ensure_ascii=False, indent=2) + "\n" if as_json else blindness.text(kept, language)
    )
    if not found.is_clean:
        sys.exit(1)


@click.command()
@click.argument("instance", type=click.File("r", encoding="utf-8"))
@click.option("--out", type=click.File("w", encoding="utf-8", lazy=True), default="-")
def assign(instance: IO[str], out: IO[str]) -> None:
    """Run the assignment engine on a file."""
    try:
        out.write(assignment_files.assign_file(instance.read()))
    except (RuleBroken, UnicodeDecodeError) as error:
        _refuse(error)


@click.command()
@click.argument("scores", type=click.File("r", encoding="utf-8"))
@click.option("--method", default="mean", help="mean, trimmed or median.")
@click.option("--out", type=click.File("w", encoding="utf-8", lazy=True), default="-")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--plain", is_flag=True, help="Of the corrected method: the plain model only.")
def rank(scores: IO[str], method: str, out: IO[str], *, as_json: bool, plain: bool) -> None:
    """Run the ranking engine on a file."""
    try:
        out.write(ranking_files.rank_file(scores.read(), method=method, as_json=as_json, plain=plain))
    except (RuleBroken, UnicodeDecodeError) as error:
        _refuse(error)

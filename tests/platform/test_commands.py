"""The commands do what README says: output on standard output, errors on standard error, an exit code that tells."""

import json

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from contest.audit import service as audit
from contest.entries import listing
from contest.kernel import clock
from contest.people import queries as people
from contest.people import second_factor
from contest.platform.database import db, migrations_folder, unit_of_work

SCORES = "entry,judge,score\nE1,J1,70\nE1,J2,80\nE2,J1,76\nE2,J2,75\n"
RANKED = """category,entry,rank,rank_low,rank_high,value,mean,corrected,se,readings
,E2,1,1,1,75.5,75.5,,,2
,E1,2,2,2,75,75,,,2
"""


@pytest.fixture
def run(app):
    """`run("check")` gives (exit code, standard output, standard error)."""

    def invoke(*arguments):
        result = app.test_cli_runner().invoke(args=list(arguments))
        return result.exit_code, result.stdout, result.stderr

    return invoke


@pytest.fixture
def received(app, factory):
    """An open contest with one submitted entry, its log sealed."""
    author = factory.person()
    factory.entry(factory.edition(phase="open"), author)
    factory.do(audit.seal, clock.now())


def change(app, statement):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(statement))


def test_check_finds_nothing_in_a_sound_installation(received, run):
    assert run("check") == (0, "Nothing is wrong.\n", "")


def test_check_names_a_text_that_was_changed_behind_the_receipt(app, received, run):
    change(app, "UPDATE version SET text = 'something else'")

    code, output, errors = run("check")

    assert (code, output, errors.count("\n")) == (1, "", 1)
    assert "receipt" in errors


def test_check_names_an_old_database_and_its_mend(app, run):
    change(app, "UPDATE alembic_version SET version_num = '0000'")

    try:
        assert run("check") == (1, "", "the database is older than the program: run `flask db upgrade`\n")
    finally:
        with app.app_context():
            newest = ScriptDirectory(str(migrations_folder())).get_current_head()
        change(app, f"UPDATE alembic_version SET version_num = '{newest}'")


def test_setup_makes_the_first_organiser_and_refuses_a_short_password(app, run):
    short = run("setup", "--email", "a@example.org", "--name", "Nguyễn Thị An", "--password", "short")
    made = run(
        "setup", "--email", "a@example.org", "--name", "Nguyễn Thị An", "--password", "bốn từ không ai ghép"
    )

    assert (short[0], short[1], "15" in short[2]) == (2, "", True)
    assert made == (0, "a@example.org may now sign in and create an edition.\n", "")


def test_the_demonstration_is_not_built_over_somebodys_contest(factory, run):
    factory.person()

    assert run("demo", "--entries", "1") == (
        2,
        "",
        "There are accounts already. A demonstration is built on an empty database only.\n",
    )


def test_the_demonstration_comes_to_its_end_and_nothing_is_wrong_with_it(app, run):
    built = run("demo", "--stage", "published", "--entries", "8", "--judges", "3", "--seed", "5")
    with app.app_context(), unit_of_work():
        listing.seal(now=clock.now())
        audit.seal(clock.now())

    assert (built[0], built[2], "author@example.org" in built[1]) == (0, "", True)
    assert run("check") == (0, "Nothing is wrong.\n", "")


def test_rank_prints_the_ranking_and_refuses_a_method_that_comes_later(tmp_path, run):
    scores = tmp_path / "scores.csv"
    scores.write_text(SCORES, encoding="utf-8")

    later = 'The method "corrected" comes in a later version. Use one of mean, trimmed, median for now.\n'
    assert run("rank", str(scores)) == (0, RANKED, "")
    assert run("rank", str(scores), "--method", "corrected") == (2, "", later)


def test_assign_prints_the_assignment_and_names_the_place_of_an_error(tmp_path, run):
    instance = tmp_path / "instance.json"
    content = {
        "readings": 1,
        "seed": "s",
        "judges": [{"id": "J1"}],
        "entries": [{"id": "E1", "category": "a"}],
    }
    instance.write_text(json.dumps(content), encoding="utf-8")
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({**content, "judges": [{"id": "J1", "capacity": -1}]}), encoding="utf-8")

    code, output, errors = run("assign", str(instance))
    assert (code, json.loads(output)["assignments"], errors) == (0, [["E1", "J1"]], "")
    code, output, errors = run("assign", str(broken))
    assert (code, output, "judges[0].capacity" in errors) == (2, "", True)


def test_blind_shows_what_is_found_and_writes_under_a_name_that_tells_nothing(tmp_path, run):
    essay = tmp_path / "Bài của Lan.txt"
    essay.write_text("Tôi là Trần Thị Ngọc Lan, tôi viết về con đường làng.", encoding="utf-8")
    folder = tmp_path / "out"

    code, output, _ = run("blind", str(essay), "--name", "Trần Thị Ngọc Lan", "--out", str(folder), "--json")

    written = sorted(path.suffix for path in folder.iterdir())
    assert (code, "Trần Thị Ngọc Lan" in output, written) == (0, True, [".html", ".pdf"])
    assert [path.name for path in folder.iterdir() if "Bài" in path.name] == []


def test_blind_goes_on_after_a_file_that_cannot_be_shown(tmp_path, run):
    (tmp_path / "a.docx").write_bytes(b"not a document")
    (tmp_path / "b.txt").write_text("Con đường làng tôi.", encoding="utf-8")

    code, output, errors = run(
        "blind", str(tmp_path / "a.docx"), str(tmp_path / "b.txt"), "--out", str(tmp_path / "out"), "--json"
    )

    files = json.loads(output)["files"]
    assert (code, ["error" in each for each in files]) == (1, [True, False])
    assert errors.startswith(f"{tmp_path / 'a.docx'}: ")


def test_blind_names_a_file_that_is_not_there_and_goes_on_and_says_where_nothing_can_be_written(
    tmp_path, run
):
    essay, none = tmp_path / "b.txt", tmp_path / "none.docx"
    essay.write_text("Con đường làng tôi.", encoding="utf-8")

    missing, output, told = run("blind", str(none), str(essay), "--out", str(tmp_path / "out"), "--json")
    nowhere, _, errors = run("blind", str(essay), "--out", str(essay / "out"))

    sentence = "There is no such file, or it may not be read. Check its name and its permissions."
    assert ["error" in each for each in json.loads(output)["files"]] == [True, False]
    assert (missing, told) == (1, f"{none}: {sentence}\n")
    assert (nowhere, "Traceback" in errors, errors != "") == (1, False, True)


def test_who_has_lost_telephone_and_codes_gets_in_again(factory, run, client_for):
    lan = factory.person(email="lan@example.org")
    factory.do(second_factor.switch_on, lan, "encrypted", session=None, now=clock.now())
    browser = client_for(lan)

    done = run("second-factor-off", "Lan@example.org")

    assert done == (0, "lan@example.org signs in with the password alone now, and is told so by mail.\n", "")
    assert factory.read(second_factor.secret, lan) is None
    assert browser.get("/account/").status_code == 302


def test_a_second_factor_of_nobody_is_not_switched_off(app, run):
    assert run("second-factor-off", "lan@example.org") == (2, "", "Nobody has the address lan@example.org.\n")


def test_one_more_administrator_is_made_and_ended_but_never_the_last(factory, run):
    first = factory.person(email="lan@example.org")
    second = factory.person(email="minh@example.org")

    made = [run("administrator", email) for email in ("Lan@example.org", "minh@example.org")]
    both = factory.read(people.administrators)
    ended = [run("administrator", email, "--end") for email in ("lan@example.org", "minh@example.org")]

    assert made == [
        (0, "lan@example.org is an administrator.\n", ""),
        (0, "minh@example.org is an administrator.\n", ""),
    ]
    assert both == (first, second)
    assert ended == [
        (0, "lan@example.org is no administrator any more.\n", ""),
        (2, "", "An installation needs an administrator. Make another one first.\n"),
    ]
    assert factory.read(people.administrators) == (second,)


def test_nobody_becomes_an_administrator_without_an_account(app, run):
    assert run("administrator", "lan@example.org") == (2, "", "Nobody has the address lan@example.org.\n")

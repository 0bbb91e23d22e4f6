"""What was kept long enough is erased by the worker, class by class, and nothing else."""

from datetime import timedelta

from contest.access.duties import Duty
from contest.communications import outbox
from contest.editions import appointments, barring
from contest.editions.rules.barring import Row
from contest.editions.rules.officials import Invitee
from contest.kernel import clock
from contest.people import queries as people
from contest.people import register, rights
from contest.people import service as accounts
from contest.people.rules import data_requests as rules
from contest.platform import worker
from contest.platform.database import db
from contest.reports import retention
from tests.factories import NOW
from tests.judged import Judged

JOBS = ("erase_what_was_kept_long_enough", "forget_letters")


def run(app, days):
    """Run the jobs so many days later; what went, by class."""
    with clock.fixed(NOW + timedelta(days=days)):
        done = worker.run_now(app, JOBS)
    return {**done["erase_what_was_kept_long_enough"], "letters": done["forget_letters"]}


def test_each_class_goes_when_its_days_are_over_and_not_a_day_before(app, factory):
    with clock.fixed(NOW):
        contest = Judged(factory, ("Một",))
        author = contest.authors["Một"]
        contest.judging().marked({"Một": [("9", "9")] * 2})
        who = {"actor_id": contest.organiser_id, "now": NOW}
        factory.do(
            barring.bar,
            contest.edition_id,
            [Row(1, "Lê Thị Cấm", "cam@example.org", why="", problems=())],
            **who,
        )
        invitee = Invitee("moi@example.org", "Người Được Mời", Duty.OBSERVER)
        factory.do(appointments.invite, contest.edition_id, invitee, **who)
        key = factory.do(rights.ask, author, rules.OTHER, "Một câu hỏi.", now=NOW)
        factory.do(rights.finish, key, "Trả lời.", actor_id=author, now=NOW)
        unused = factory.person("Chưa Dùng")
        factory.do(accounts.begin_session, unused, now=NOW)
        contest.closed().awarded().approved().published()
    with clock.fixed(NOW + timedelta(minutes=6)), app.app_context():  # letters about decisions wait five
        outbox.deliver_due()
    assert run(app, 6) == {"letters": 0}
    assert run(app, 8) == {"sessions": 1, "letters": 0}
    assert run(app, 91) == {"barred": 1, "letters": 0}
    assert set(run(app, 200)) == {"invitations", "letters"}
    later = run(app, 366)
    assert later["accounts"] >= 1
    assert factory.read(people.person, unused).is_erased
    assert not factory.read(people.person, author).is_erased
    assert run(app, 731)["requests"] == 1
    assert factory.read(register.by_key, key).words == ""
    with app.app_context():
        left = db.session.scalar(db.text("SELECT count(*) FROM outbox_message"))
        names = [each.name for each in retention.outstanding(NOW + timedelta(days=732))]
    assert left == 0
    assert len(names) == len(set(names)) == 11


def test_drafts_and_works_outside_the_contest_are_emptied_after_the_results(app, factory):
    with clock.fixed(NOW):
        contest = Judged(factory, ("Một",))
        draft = factory.entry(contest.edition_id, factory.person("Nháp"), title="Nháp", submit=False)
        outsider = factory.person("Người Ngoài")
        outside = contest.submitted(outsider, title="Rút lui")
        contest.withdrawn(outside, outsider)
        contest.judging().marked({"Một": [("9", "9")] * 2}).closed().awarded().approved().published()

    assert {"drafts", "outside"} & set(run(app, 179)) == set()
    assert run(app, 181)["drafts"] == 1
    assert titles(app) == {draft: "—", outside: "Rút lui"}
    assert run(app, 366)["outside"] == 1
    assert titles(app) == {draft: "—", outside: "—"}
    assert {"drafts", "outside"} & set(run(app, 367)) == set()


def titles(app):
    """Of the works that took no part, by key."""
    with app.app_context():
        rows = db.session.execute(db.text("SELECT key, title FROM entry WHERE state != 'coded'"))
        return dict(rows.all())

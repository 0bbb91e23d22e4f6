"""The sealed contest of the demonstration: whoever has two of the printed sheets opens it, and it is published."""

from contest.anonymisation.key_turns import Entering
from contest.anonymisation.rules import key_words
from contest.demonstration import sealed, whole
from contest.demonstration.stages import Stage
from contest.editions import queries as editions
from contest.kernel import clock
from contest.people import queries as people
from contest.platform.database import unit_of_work
from contest.results import ceremony, publication
from contest.results import queries as results
from tests.unsealing import put_back

MINUTES = {"number": "1/BB", "place": "Hội trường", "witnesses": "Ông Chứng"}


def test_two_of_the_printed_sheets_open_the_contest_and_its_results_are_published(app):
    with app.app_context():
        whole.build_at(Stage.OPEN, entries=2, judges=2, seed=7, now=clock.now())
        printed = {
            words[0]: " ".join(words[2:])
            for words in (line.split() for line in whole.accounts())
            if len(words) > 9
        }
        known = {edition.title: edition for edition in editions.public_editions(now=clock.now())}
        edition, holders = (
            known[sealed.TITLE],
            [people.by_email(f"{name}@example.org").id for name in sealed.HOLDERS],
        )
        by = {"actor_id": people.by_email(f"{sealed.ORGANISER}@example.org").id, "now": clock.now()}
        assert (edition.phase, edition.sealing.is_by_holders) == ("deliberation", True)

        with unit_of_work():
            meeting = ceremony.begin(edition.id, MINUTES, **by)
        done = []
        for name, account in list(zip(sealed.HOLDERS, holders, strict=True))[1:]:
            with unit_of_work():
                coming = Entering(account, f"browser of {name}", key_words.read(printed[name]), clock.now())
                done.append(ceremony.enter(meeting, edition.id, coming))
    put_back(app)
    with app.app_context():
        with unit_of_work():
            publication.publish(edition.id, **by)
        assert done == [False, True]
        assert len(results.winners(edition.id)) > 1

"""What a check counts of the database's work is its own, also where a server answers others in the same process."""

from threading import Thread

from sqlalchemy import create_engine, text

from contest.blindcheck.browser import listening


def ask(statement: str) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_what_other_visitors_ask_meanwhile_is_not_taken_for_work_of_the_answer() -> None:
    ask("SELECT 0")
    with listening() as asked:
        ask("SELECT 1")
        visitor = Thread(target=ask, args=("SELECT 2",))
        visitor.start()
        visitor.join()
        ask("SELECT 3")
    ask("SELECT 4")

    assert asked == ["SELECT 1", "SELECT 3"]

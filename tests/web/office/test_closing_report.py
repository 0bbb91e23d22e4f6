"""The closing report: numbers, blindness and every single identity that was opened; a name only after the results."""

import pypdfium2
import pytest

from contest.access.duties import Duty
from contest.anonymisation import one_identity
from contest.editions import queries
from contest.editions.rules.secrecy import Sealing
from contest.kernel import clock
from contest.reports import closing
from contest.reports.closing import CategoryLine, KindLine, PrizeLine, RoundLine
from contest.results import ceremony
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.unsealing import put_back
from tests.web.office.office_browsing import text
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2}
REASON = "Tác phẩm tố cáo một tội phạm."
MINUTES = {"number": "12/BB-BTC", "place": "Hội trường", "witnesses": "Ông Chứng\nBà Kiến"}


@world
def contest(factory):
    contest = Judged(factory, settings={"sealing": Sealing("sealed", 2)})
    contest.holders = three_holders(factory, contest.edition_id, contest.organiser_id)
    return contest.judging().marked(MARKS)


@pytest.fixture
def path(factory, contest):
    slug = factory.read(queries.by_id, contest.edition_id, now=clock.now()).slug
    return f"/office/{slug}/closing-report"


def asked(contest, title):
    """Ask for the identity of one code, without anybody granting it."""
    return contest.factory.do(
        one_identity.ask, contest.edition_id, contest.code(title), REASON,
        actor_id=contest.secretary_id, now=clock.now(),
    )  # fmt: skip


def broken(contest, title):
    """Let two holders open the identity of one code."""
    key = asked(contest, title)
    for who in contest.holders.all[1:]:
        contest.factory.do(one_identity.grant, key, contest.edition_id, contest.holders.coming(who))


def opened(contest):
    contest.closed().awarded().approved()
    by = {"actor_id": contest.organiser_id, "now": clock.now()}
    key = contest.factory.do(ceremony.begin, contest.edition_id, MINUTES, **by)
    for who in contest.holders.all[:2]:
        contest.factory.do(ceremony.enter, key, contest.edition_id, contest.holders.coming(who))
    put_back(contest.factory.app)


def report(contest):
    return contest.factory.read(closing.of_edition, contest.edition_id, now=clock.now())


def paper(client, path):
    """Return the words of the PDF, with single spaces."""
    answer = client.get(f"{path}.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    pages = pypdfium2.PdfDocument(answer.data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def single(contest):
    """Return who came, what was said, who was told, whose it is, of each identity that was opened alone."""
    return [
        (m.code, m.reason, m.by, tuple(name for name, _ in m.holders), m.told, m.author)
        for m in report(contest).blindness.single
    ]


def test_every_identity_that_was_opened_stands_in_it_and_its_author_only_after_the_results(
    contest, client_for, path
):
    broken(contest, "Hai")
    asked(contest, "Một")  # nobody granted it
    organiser, code = client_for(contest.organiser_id), contest.code("Hai")
    row = (code, REASON, "Lê Thị Thư Ký", ("Lê Giữ Hai", "Phạm Giữ Ba"), ("Đỗ Thị Chủ Tịch",))
    names = [f"Tác Giả {title}" for title in MARKS]

    assert single(contest) == [(*row, "")]
    for shown in (organiser.get(path).text, paper(organiser, path)):
        assert not [name for name in names if name in shown]
        assert [
            word for word in (code, REASON, *row[3], *row[4], "1 identity was opened.") if word not in shown
        ] == []
        assert contest.code("Một") not in shown

    opened(contest)
    assert single(contest) == [(*row, "")]  # open, and not public yet
    contest.published()
    assert single(contest) == [(*row, "Tác Giả Hai")]
    for shown in (organiser.get(path).text, paper(organiser, path)):
        assert [name in shown for name in names] == [False, True, False]


def test_its_numbers_are_those_of_the_contest_before_and_after_the_results(contest):
    def numbers():
        found = report(contest)
        return (
            found.states, found.submitted, found.authors, found.on_paper, found.categories, found.kinds, found.rounds,
        )  # fmt: skip

    before = numbers()
    assert before == (
        {"coded": 3}, 3, 3, 0,
        (CategoryLine("Bài viết", 3, 3, 0, (PrizeLine("Giải Nhất", 1, None), PrizeLine("Giải Nhì", 2, None))),),
        (KindLine("", 0, 3, 3),),
        (RoundLine("Chung khảo", "judging", 3, 2, 6, 6, 0, 0),),
    )  # fmt: skip
    opened(contest)
    contest.published()
    after = numbers()
    assert after[4][0].prizes == (PrizeLine("Giải Nhất", 1, 1), PrizeLine("Giải Nhì", 2, 2))
    assert after[6][0].state == "closed"
    assert (*after[:4], after[5]) == (*before[:4], before[5])


def test_it_tells_how_blindness_was_kept_and_who_opened_the_identities(contest, client_for, path):
    organiser = client_for(contest.organiser_id)
    first = report(contest).blindness
    assert (first.sealing, len(first.rehearsals), first.opening, first.single) == ("sealed", 1, None, ())
    assert (first.checked_at, first.leaks) == (None, None)
    assert [(root.what, root.round, root.count) for root in first.roots] == [
        ("receipts", "", 3),
        ("copies", "Chung khảo", 3),
    ]
    page = text(organiser.get(path))
    assert [root.root for root in first.roots if root.root not in page] == []
    assert "The key holders have not opened the identities." in page
    assert "None was opened." in page
    assert "The results are not published yet." in page

    opened(contest)
    met = report(contest).blindness.opening
    assert (met.number, met.place, met.witnesses, met.count) == (
        "12/BB-BTC", "Hội trường", ("Ông Chứng", "Bà Kiến"), 3,
    )  # fmt: skip
    assert [name for name, _ in met.holders] == ["Trần Giữ Một", "Lê Giữ Hai"]
    shown = paper(organiser, path)
    assert [word for word in ("12/BB-BTC", "Hội trường", "Ông Chứng; Bà Kiến") if word not in shown] == []


def test_the_chair_of_that_time_was_told_whoever_it_is_now(factory, contest):
    broken(contest, "Ba")
    later = factory.person("Chủ Tịch Sau")
    factory.appoint(contest.edition_id, later, Duty.CHAIR)
    assert [told for *_, told, _ in single(contest)] == [("Đỗ Thị Chủ Tịch",)]


def test_only_organisers_have_it(contest, client_for, path):
    for who in (contest.secretary_id, contest.chair_id, contest.judges[0], contest.holders.all[0]):
        client = client_for(who)
        assert [client.get(address).status_code for address in (path, f"{path}.pdf")] == [403, 403]

"""Prizes beside the tables and the limit of prizes per author: blind until publication, and decided there."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from contest.anonymisation.models import Seal
from contest.editions import queries, service
from contest.editions.rules.copying import following
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.prizes import Caps
from contest.entries.models import Entry
from contest.kernel import clock
from contest.people.models import Account
from contest.platform.database import db
from contest.results import choices
from contest.results import queries as results
from tests.judged import Judged
from tests.watching import heard
from tests.web.office.office_browsing import errors, fields, send, text

CATEGORY = CategorySpec(
    "Bài viết", 5, 3000, works_per_author=3, prizes=(PrizeSpec("Nhất", 1), PrizeSpec("Nhì", 1))
)
MARKS = {"Một": [("9", "9")] * 2, "Hai": [("8", "8")] * 2, "Ba": [("7", "7")] * 2, "Bốn": [("5", "5")] * 2}
EXTRA = (
    ExtraPrize("Triển vọng", "promising", 2, 500_000, born_from=1995, only_without=True),
    ExtraPrize("Cao tuổi nhất", "oldest", 1, 1_000_000),
    ExtraPrize("Nhỏ tuổi nhất", "youngest"),
    ExtraPrize("Đề tài gia đình", "thematic", 1, 2_000_000),
)
BORN = {"Một": 1960, "Hai": 1996, "Ba": 1996, "Bốn": 1960}


def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


def path(contest):
    return f"/office/{slug(contest.factory, contest.edition_id)}/results"


def decided(factory, authors=None, **settings):
    contest = Judged(factory, tuple(MARKS), categories=(CATEGORY,), settings=settings)
    contest.authors |= {title: contest.authors[other] for title, other in (authors or {}).items()}

    def born():
        for title, year in BORN.items():
            db.session.get_one(Account, contest.authors[title]).birth_year = year

    factory.do(born)
    return contest.judging().marked(MARKS).closed().awarded()


def public(contest, client):
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return text(client.get(f"/editions/{slug(contest.factory, contest.edition_id)}/results"))


def test_extra_prizes_are_set_told_and_copied(factory, client_for, client):
    organiser = factory.person("Phạm Thị Tổ Chức")
    draft = factory.edition(organiser_id=organiser, phase="draft")
    browser, settings = client_for(organiser), f"/office/{slug(factory, draft)}/settings/extra-prizes"
    row = {"name": "Triển vọng", "kind": "promising", "count": "2", "amount": "500.000", "among": "judged"}
    typed = {f"extra_prizes-0-{name}": value for name, value in row.items()}

    refused = send(browser, settings, typed)
    assert (refused.status_code, errors(refused)) == (
        422,
        ["Young: born in this year or later: Write a whole number from 1900 to 2026."],
    )
    more = {"extra_prizes-0-born_from": "1995", "extra_prizes-0-only_without": "y"}
    assert send(browser, settings, {**typed, **more}).status_code == 303
    spec = factory.read(queries.spec, draft)
    assert spec.extra_prizes == (replace(EXTRA[0], among="judged"),)
    assert fields(browser.get(settings))["extra_prizes-0-only_without"] == ["y"]
    assert following(spec).extra_prizes[0].born_from == 1996
    assert send(browser, settings.replace("extra-prizes", "limits"), {"per_author": "1"}).status_code == 303

    factory.do(service.announce, draft, actor_id=organiser, now=clock.now())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    shown = text(client.get(f"/editions/{slug(factory, draft)}/"))
    assert (
        "Triển vọng (2 × 500,000 VND): The best of all works that were judged, by authors born in 1995 or later. Only"
        " works without another prize."
    ) in shown
    assert "All prizes together: 1,000,000 VND." in shown
    assert "One author can win one prize in this contest." in shown


def test_what_depends_on_the_year_of_birth_is_decided_at_the_opening_and_never_before(
    factory, client_for, client
):
    contest = decided(factory, extra_prizes=EXTRA)
    chair = client_for(contest.chair_id)
    page = text(chair.get(f"{path(contest)}/extra-prizes"))
    assert page.count("Decided at the opening of the names: nobody can know it before.") == 3
    for secret in ("Tác Giả", "1960", "1996"):
        assert secret not in page
    assert factory.read(choices.published_extra, contest.edition_id) == ()

    contest.approved().published()

    prizes = factory.read(queries.spec, contest.edition_id).extra_prizes
    titles = {entry: title for title, entry in contest.entries.items()}
    won = factory.read(choices.published_extra, contest.edition_id)
    order = sorted({each.extra_prize_id for each in won})
    assert [(prizes[order.index(each.extra_prize_id)].name, titles[each.entry_id]) for each in won] == [
        ("Triển vọng", "Ba"), ("Cao tuổi nhất", "Một"), ("Nhỏ tuổi nhất", "Hai"),
    ]  # fmt: skip
    shown = public(contest, client)
    assert "Triển vọng 500,000 VND name withheld at the author's wish" in shown
    assert "Not awarded: 1." in shown
    after = text(chair.get(f"{path(contest)}/extra-prizes"))
    assert "Tác Giả Một Nhất, Cao tuổi nhất" in after
    assert "Một (Tác Giả Một)" in after
    key = factory.read(lambda: db.session.get_one(Entry, contest.entries["Một"]).key)
    own = client_for(contest.authors["Một"]).get(f"/author/entries/{key}/result")
    assert "your work has won “Nhất; Cao tuổi nhất”" in text(own)
    assert factory.read(results.faults) == []


def test_the_chair_chooses_a_work_for_a_theme_by_code_with_a_reason(factory, client_for, client):
    contest = decided(factory, extra_prizes=EXTRA[3:])
    chair, action = client_for(contest.chair_id), f"{path(contest)}/extra-prizes"
    code = contest.code("Bốn")
    digest = factory.read(results.decision_digest, contest.edition_id)
    wrong = send(chair, action, {"code": "KHONGCO", "reason": "Viết về mẹ."})
    assert (wrong.status_code, errors(wrong)) == (
        422,
        ["Blind code: No work of the last round has the code “KHONGCO”. Check it in the ranking."],
    )

    with heard() as events:
        assert (
            send(chair, action, {"code": code.lower(), "reason": "Viết về mẹ, chân thật."}).status_code == 303
        )
    assert [type(event).__name__ for event in events] == ["ExtraPrizeChosen"]
    assert factory.read(results.decision_digest, contest.edition_id) != digest
    again = send(chair, action, {"code": contest.code("Ba"), "reason": "Bài này cũng hay."})
    assert errors(again) == [
        "Blind code: “Đề tài gia đình” is given 1 times at most. Take a choice back first."
    ]
    assert send(chair, f"{action}/back", page=action, action=f"{action}/back").status_code == 303
    assert factory.read(results.decision_digest, contest.edition_id) == digest
    send(chair, action, {"code": code, "reason": "Viết về mẹ, chân thật."})

    contest.approved().published()
    assert "Bốn Đề tài gia đình Viết về mẹ, chân thật. 2,000,000 VND" in public(contest, client)
    assert send(chair, f"{action}/back", page=action, action=f"{action}/back").status_code in {400, 422}
    assert factory.read(results.faults) == []


def test_an_author_with_too_many_prizes_stops_publication_by_codes_alone(factory, client_for):
    contest = decided(factory, {"Hai": "Một"}, caps=Caps(per_author=1)).approved()
    chair, organiser = client_for(contest.chair_id), client_for(contest.organiser_id)
    codes = sorted(contest.code(title) for title in ("Một", "Hai"))

    with heard() as events:
        answer = send(organiser, f"{path(contest)}/publish", {"confirmed": "yes"})
    assert answer.status_code == 303
    assert [(type(event).__name__, event.count) for event in events] == [("AuthorsChecked", 1)]
    assert factory.read(lambda: db.session.scalars(select(Seal.opened_at)).all()) == [None] * 4
    assert not factory.read(results.is_published, contest.edition_id)
    for browser in (chair, organiser):
        page = browser.get(path(contest))
        assert " ".join(codes) in text(page)
        assert "Tác Giả" not in page.text

    action = f"{path(contest)}/{contest.code('Hai')}"
    send(chair, action, {"prize_id": "none", "reason": "Tác giả đã có giải cao hơn."}, action=action)
    action = f"{path(contest)}/{contest.code('Ba')}"
    second = {"prize_id": str(contest.prize("Nhì")), "reason": "Thay tác phẩm kế tiếp."}
    send(chair, action, second, action=action)
    assert " ".join(codes) not in text(chair.get(path(contest)))
    contest.approved()
    assert send(organiser, f"{path(contest)}/publish", {"confirmed": "yes"}).status_code == 303
    assert factory.read(results.is_published, contest.edition_id)


def test_publication_itself_refuses_what_was_not_looked_up(factory):
    contest = decided(factory, {"Hai": "Một"}, caps=Caps(per_author=1)).approved()

    with pytest.raises(Exception, match="By one author, who has more prizes than the rules allow"):
        contest.published()
    assert not factory.read(results.is_published, contest.edition_id)

"""Key holders at the pages, without scripts: a key made and printed, a rehearsal, one identity, the opening."""

import re

import pytest
from sqlalchemy import update

from contest.access.duties import Duty
from contest.anonymisation import key_acts, key_meetings, sealing_keys
from contest.anonymisation import queries as blind
from contest.anonymisation.models_sealing import KeyPackage
from contest.anonymisation.rules import key_words
from contest.audit.models import AuditEvent
from contest.editions import queries
from contest.editions.rules.secrecy import Sealing
from contest.kernel import clock
from contest.platform.database import db
from tests.judged import Judged
from tests.parts.anonymisation.sealing import Holders, three_holders
from tests.unsealing import put_back
from tests.web.office.office_browsing import errors, send, text
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2}


@world
def contest(factory):
    return Judged(factory, settings={"sealing": Sealing("sealed", 2)})


@pytest.fixture
def office(factory, contest):
    return f"/office/{factory.read(queries.by_id, contest.edition_id, now=clock.now()).slug}"


@pytest.fixture
def holders(factory, contest):
    return three_holders(factory, contest.edition_id, contest.organiser_id)


def words(holders, who, language="en"):
    return " ".join(key_words.written(holders.seeds[who], language))


def enter(browser, path, typed):
    return send(browser, path, {"words": typed})


def begun(browser, office, purpose):
    begun = browser.post(
        f"{office}/keys/begin", data={"purpose": purpose, "csrf_token": token(browser, office)}
    )
    assert begun.status_code == 303, text(begun)
    return begun.location


def token(browser, office):
    return re.search(r'name="csrf_token"[^>]*value="([^"]*)"', browser.get(f"{office}/keys").text)[1]


# --- the sheet ----------------------------------------------------------------------------------------------


def sheet_of(page):
    return re.findall(r"<li>(\w+)</li>", page.text.split("data-key-words")[1].split("</ol>")[0])


def asked_of(page):
    return [int(number) for number in re.findall(r">\s*Word (\d+)", page.text)][:3]


def made(browser, path):
    form = browser.get(path)
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', form.text)[1]
    return browser.post(path, data={"act": "make", "csrf_token": csrf}), csrf


def keep(browser, path, page, csrf, typed):
    token = re.search(r'name="token" value="([^"]*)"', page.text)[1]
    fields = {f"word_{at}": word for at, word in enumerate(typed)}
    return browser.post(path, data={"act": "keep", "csrf_token": csrf, "token": token, **fields})


def test_a_holder_makes_a_key_sees_it_once_and_types_words_back(factory, client_for, contest, office):
    who = factory.person("Trần Giữ Khóa")
    factory.appoint(contest.edition_id, who, Duty.KEY_HOLDER)
    browser, path = client_for(who), f"{office}/keys/own"

    page, csrf = made(browser, path)
    sheet, asked = sheet_of(page), asked_of(page)
    seed = key_words.read(" ".join(sheet))
    wrong = keep(browser, path, page, csrf, ["zebra", sheet[asked[1] - 1], "ox"])
    assert (len(sheet), len(asked), wrong.status_code) == (17, 3, 422)
    assert errors(wrong) == [
        f"Word: Word {at} is another one on the sheet. Look at it again." for at in (asked[0], asked[2])
    ]
    assert sheet_of(wrong) == sheet
    assert 'value="zebra"' in wrong.text
    assert factory.read(sealing_keys.holder_keys, contest.edition_id) == {}

    done = keep(browser, path, wrong, csrf, [sheet[at - 1].upper() for at in asked])
    assert (done.status_code, done.location) == (303, f"{office}/keys")
    public = factory.read(sealing_keys.holder_keys, contest.edition_id)[who].public_key
    assert public == key_words_public(seed)
    assert sheet_of(browser.get(path)) == []
    assert not any(word in browser.get(f"{office}/keys").text for word in (sheet[0] + "</li>",))


def test_who_makes_a_new_key_after_the_coding_is_told_to_keep_the_old_sheet_which_still_opens(
    client_for, contest, office, holders
):
    browser, path = client_for(holders.all[0]), f"{office}/keys/own"
    before = text(browser.get(path))
    contest.judging()
    page, csrf = made(browser, path)
    told = [
        sentence in text(page) for sentence in ("the old sheet then opens nothing more", "it still opens")
    ]
    done = keep(browser, path, page, csrf, [sheet_of(page)[at - 1] for at in asked_of(page)])

    assert "the old sheet then opens nothing more" in before
    assert (told, done.status_code) == ([False, True], 303)
    assert "Your new key does not count yet. Keep the old sheet, too" in text(browser.get(f"{office}/keys"))
    assert "Your new key does not count yet" not in text(client_for(holders.all[1]).get(f"{office}/keys"))


def key_words_public(seed):
    from contest.platform import public_seals

    return public_seals.public_of(public_seals.secret_of(seed))


def test_a_sheet_of_somebody_else_is_not_taken(factory, client_for, contest, office):
    first, second = factory.person("Giữ Một"), factory.person("Giữ Hai")
    for who in (first, second):
        factory.appoint(contest.edition_id, who, Duty.KEY_HOLDER)
    path = f"{office}/keys/own"
    page, _ = made(client_for(first), path)
    other = client_for(second)
    _, csrf = made(other, path)

    taken = keep(other, path, page, csrf, [sheet_of(page)[at - 1] for at in asked_of(page)])

    assert taken.status_code == 409
    assert factory.read(sealing_keys.holder_keys, contest.edition_id) == {}


@pytest.mark.parametrize("sent", ["", "xyz", "00" * 32, "ab" * 31])
def test_a_browser_that_sends_no_public_key_is_told_so(factory, client_for, contest, office, sent):
    who = factory.person("Giữ Khóa")
    factory.appoint(contest.edition_id, who, Duty.KEY_HOLDER)
    browser, path = client_for(who), f"{office}/keys/own"
    csrf = made(browser, path)[1]

    refused = browser.post(path, data={"act": "public", "csrf_token": csrf, "public_key": sent})

    assert refused.status_code == 422
    assert "That is no public key." in text(refused)


# --- meetings -----------------------------------------------------------------------------------------------


def test_holders_rehearse_each_at_an_own_device_and_wrong_words_are_named(
    factory, client_for, contest, office
):
    holders = three_holders(factory, contest.edition_id, contest.organiser_id, rehearsed=False)
    first, second, _ = holders.all
    organiser = client_for(contest.organiser_id)
    meeting = begun(organiser, office, "rehearsal")
    one, two = client_for(first), client_for(second)

    typo = words(holders, first).replace(words(holders, first).split()[2], "zzz")
    refused = enter(one, meeting, typo)
    assert refused.status_code == 422
    assert "“zzz”, is not a word of any key" in text(refused)
    assert typo in refused.text
    strange = enter(one, meeting, words(holders, second))
    assert "not yours of this contest" in text(strange)

    assert enter(one, meeting, words(holders, first, "vi").upper()).status_code == 303
    assert "Keys entered: 1 of 2" in text(two.get(meeting))
    shared = client_for(second)
    shared.set_cookie("contest_device", one.get_cookie("contest_device").value)
    assert "Another holder entered a key on this device" in text(
        enter(shared, meeting, words(holders, second))
    )
    assert enter(two, meeting, words(holders, second)).status_code == 303
    assert "the rehearsal succeeded" in text(two.get(meeting))
    assert factory.read(sealing_keys.edition_key, contest.edition_id).rehearsed_at is not None
    log = factory.read(lambda: db.session.scalars(db.select(AuditEvent.name)).all())
    assert log.count("key.refused") == 3
    minutes = organiser.get(f"{meeting}/minutes.pdf")
    assert (minutes.status_code, minutes.data[:5]) == (200, b"%PDF-")


def test_a_holder_sees_at_once_what_is_to_be_done_and_what_comes_later(client_for, factory, contest, office):
    holders = Holders(factory, contest.edition_id, contest.organiser_id)
    one, two = holders.join("Trần Giữ Một"), holders.join("Lê Giữ Hai")
    late = factory.person("Phạm Giữ Ba")
    factory.appoint(contest.edition_id, late, Duty.KEY_HOLDER)
    waits = "Make your key, print the sheet and keep it"
    rehearsal = "Enter your key for the rehearsal, until"
    opening = "The opening: before the results are published"

    def told(who):
        pages = [text(client_for(who).get(page)) for page in (f"{office}/", "/account/")]
        assert [waits in pages[0], rehearsal in pages[0]] == [waits in pages[1], rehearsal in pages[1]]
        return [
            word in pages[0] for word in (waits, rehearsal, "The rehearsal: before codes are drawn", opening)
        ]

    assert [told(who) for who in (late, one)] == [[True, False, True, True], [False, False, True, True]]
    assert f'href="{office}/keys/own"' in client_for(late).get("/account/").text

    holders.make_key(late)
    holders.make_edition_key()
    assert holders.rehearse(two) == [False]
    assert [told(who) for who in (one, two)] == [[False, True, True, True], [False, False, True, True]]
    key = factory.read(key_meetings.running, contest.edition_id, "rehearsal", now=clock.now()).key
    factory.do(key_acts.rehearse, key, contest.edition_id, holders.coming(late))
    assert told(one) == [False, False, False, True]
    assert told(contest.organiser_id) == [False] * 4


def test_an_organiser_can_call_a_meeting_off_and_a_holder_sees_that_it_is_over(
    client_for, contest, office, holders
):
    organiser = client_for(contest.organiser_id)
    meeting = begun(organiser, office, "rehearsal")

    off = organiser.post(f"{meeting}/call-off", data={"csrf_token": token(organiser, office)})

    assert off.status_code == 303
    page = client_for(holders.all[0]).get(meeting)
    assert "Nothing was opened." in text(page)
    assert 'name="words"' not in page.text
    assert organiser.get(f"{meeting}/minutes.pdf").status_code == 404


def test_a_secretary_learns_one_author_by_two_holders_and_nobody_else_does(
    factory, client_for, contest, office, holders
):
    contest.coded()
    code = next(c.code for c in factory.read(blind.blind_copies, contest.round_id) if c.title == "Hai")
    secretary, path = client_for(contest.secretary_id), f"{office}/keys/one"
    hint = re.search(r'id="reason-hint"[^>]*>(.*?)</p>', secretary.get(path).text, re.DOTALL)[1]
    assert "Write no name: the reason stays in the log." in hint
    refused = send(secretary, path, {"code": "XXXXXXX", "reason": "Tố cáo"})
    assert errors(refused) == [
        "Blind code: No work of this contest has the code “XXXXXXX”.",
        "Reason: Write the reason in 10 to 300 characters.",
    ]
    meeting = send(secretary, path, {"code": code, "reason": "Tác phẩm tố cáo một tội phạm."}).location
    for who in holders.all[:2]:
        assert enter(client_for(who), meeting, words(holders, who)).status_code == 303

    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', secretary.get(meeting).text)[1]
    shown = [secretary.post(f"{meeting}/see", data={"csrf_token": csrf}) for _ in range(2)]
    others = [client_for(who).get(page) for who in (contest.organiser_id, *holders.all) for page in
              (meeting, f"{office}/keys")]  # fmt: skip

    assert [each.status_code for each in shown] == [200, 409]
    assert "Tác Giả Hai" in text(shown[0])
    assert not any("Tác Giả Hai" in each.text for each in (*others, secretary.get(meeting)))
    assert client_for(contest.judges[0]).get(path).status_code == 403


def test_the_opening_is_begun_with_minutes_and_leads_to_the_publication(
    factory, client_for, contest, office, holders
):
    contest.judging().marked(MARKS).closed().awarded().approved()
    organiser = client_for(contest.organiser_id)
    early = organiser.get(f"{office}/results/publish").text
    assert "The key holders have not opened the identities yet." in early
    assert 'name="confirmed"' not in early
    assert "Ask for one identity" in text(organiser.get(f"{office}/keys"))

    empty = send(organiser, f"{office}/keys/opening", {"number": "", "place": "", "witnesses": ""})
    assert empty.status_code == 422
    minutes = {"number": "12/BB", "place": "Hội trường", "witnesses": "Ông Chứng\nBà Kiến"}
    meeting = send(organiser, f"{office}/keys/opening", minutes).location
    for who in (holders.all[2], holders.all[0]):
        assert enter(client_for(who), meeting, words(holders, who)).status_code == 303
    pages = (f"{office}/keys", meeting, f"{office}/results/publish")
    assert "Ask for one identity" not in text(
        organiser.get(pages[0])
    )  # the key that would open it is destroyed
    waiting = [text(organiser.get(page)) for page in pages]
    assert ["0 of 3" in page and "Works that are readable again" in page for page in waiting] == [True] * 3
    assert "The identities were opened at" in waiting[0]
    assert organiser.get(f"{meeting}/minutes.pdf").data[:5] == b"%PDF-"
    assert 'name="confirmed"' not in organiser.get(pages[2]).text

    put_back(factory.app)
    then = [text(organiser.get(page)) for page in pages]
    assert ["Works that are readable again" in page for page in then] == [False] * 3
    assert "The key holders opened the identities at" in then[2]
    assert "Yes, publish the results." in then[2]
    assert "open the identities" not in then[2]
    published = send(organiser, f"{office}/results/publish", {"confirmed": "yes"})
    assert published.status_code == 303
    assert factory.read(queries.by_id, contest.edition_id, now=clock.now()).phase == "published"


def test_a_rehearsal_finds_a_damaged_package_and_says_what_to_do(
    factory, client_for, contest, office, holders
):
    spoilt = update(KeyPackage).values(sealed=b"x" * 200)
    factory.do(lambda: db.session.execute(spoilt))
    meeting = begun(client_for(contest.organiser_id), office, "rehearsal")
    who = holders.all[0]

    refused = enter(client_for(who), meeting, words(holders, who))

    assert refused.status_code == 422
    assert "A seal or a package of the key is damaged, so nothing was opened." in text(refused)
    blamed = db.select(AuditEvent.id).where(AuditEvent.name == "key.refused")
    assert factory.read(lambda: db.session.scalars(blamed).all()) == []


def test_once_the_identities_are_open_no_page_asks_the_holders_for_their_keys_again(
    client_for, contest, office, holders
):
    contest.judging().marked(MARKS).closed().awarded().approved()
    organiser = client_for(contest.organiser_id)
    rehearsal = begun(organiser, office, "rehearsal")
    minutes = {"number": "12/BB", "place": "Hội trường", "witnesses": "Ông Chứng"}
    opening = send(organiser, f"{office}/keys/opening", minutes).location
    for who in holders.all[:2]:
        assert enter(client_for(who), opening, words(holders, who)).status_code == 303

    pages = [organiser.get(f"{office}/keys/{page}") for page in ("opening", "by-code")]
    assert ["are open already" in text(page) for page in pages] == [True, True]
    assert ["<textarea" in page.text or 'name="confirmed"' in page.text for page in pages] == [False, False]
    holder = client_for(holders.all[2])
    assert 'name="words"' not in holder.get(rehearsal).text
    assert "To be done now" not in text(holder.get(f"{office}/"))


def test_everybody_of_the_office_reads_the_page_and_only_organisers_act(
    client_for, contest, office, holders, factory
):
    observer = factory.person("Quan Sát")
    factory.appoint(contest.edition_id, observer, Duty.OBSERVER)

    pages = {who: client_for(who).get(f"{office}/keys").text for who in
             (contest.organiser_id, contest.secretary_id, contest.chair_id, observer, holders.all[0])}  # fmt: skip

    assert ['name="purpose"' in page for page in pages.values()] == [True, False, False, False, False]
    assert all("Trần Giữ Một" in page for page in pages.values())

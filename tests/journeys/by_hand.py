"""What people do in a contest, each step by hand in the browser; fields are found by name, links by address."""

import io
import re
import time
import zipfile
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from contest.entries.rules.batch_rows import FORWARDED
from contest.platform import spreadsheets
from tests.hostile import scanned_pdf
from tests.journeys.browsing import Visit
from tests.journeys.cast import ORGANISER, PASSWORD, UNITS, Somebody
from tests.serving import LiveServer

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TITLE = "Cuộc thi viết Quê hương tôi"
RULES = "# Ai được dự thi\n\nMọi người đang sống trong tỉnh.\n\n- Bài **không ghi** họ tên."
PRIZES = {"Giải A": 80, "Giải B": 60, "Giải C": 50}
CRITERION = ".criterion:has(input[type=radio])"
SAVE = "main .actions button[name=action][value=save]:not([hidden])"
LATE = "Viết thêm"
SAVED = "[data-autosave-status][data-state=saved]"


def typed(moment: datetime) -> str:
    """As it stands in a field of date and time; a browser takes seconds, too."""
    return f"{moment.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}"


# --- setting up -----------------------------------------------------------------------------------------------


def set_up_installation(visit: Visit, server: LiveServer) -> None:
    visit.go("/").on_both_screens()
    assert visit.path == "/first-run"
    visit.fill(code=server.code(), full_name=ORGANISER.name, email=ORGANISER.email)
    visit.fill(password=PASSWORD, password_confirm=PASSWORD).press()
    visit.go("/account/administration/units")
    for code, name, above in UNITS:
        visit.fill(name=name, code=code)
        if above:
            visit.fill(parent=above)
        visit.press()


def create_contest(visit: Visit, now: datetime) -> str:
    """Fill in every page of the settings and return the contest's slug."""
    visit.go("/office/new").fill(title=TITLE, number="3", year=str(now.year))
    visit.page.locator("main details:has([name=second_factor]) summary").click()
    for box in visit.page.locator("main [name=second_factor]").all():
        box.uncheck()  # tried in test_signing_in.py
    visit.fill(opens_at=typed(now - timedelta(minutes=5)), closes_at=typed(now + timedelta(hours=1))).press()
    slug = visit.path.strip("/").split("/")[1]
    settings = f"/office/{slug}/settings"
    visit.go(f"{settings}/rules").fill(rules_text=RULES).press()
    visit.go(f"{settings}/categories").fill(**{
        "categories-0-name": "Bài luận",
        "categories-0-length_minimum": "500",
        "categories-0-length_maximum": "2.000",
        "categories-0-works_per_author": "2",
        "categories-1-name": "Ghi chép",
        "categories-1-length_maximum": "3000",
    }).press()  # fmt: skip
    settle_prizes(visit.go(f"{settings}/prizes"))
    visit.go(f"{settings}/rounds").fill(
        **{"rounds-0-tolerance": "20", "rounds-0-counting": "nearest_two"}
    ).press()
    visit.go(f"/office/{slug}/rubric").follow("[href*='start=']").press()
    return slug


def settle_prizes(visit: Visit) -> None:
    """Three prizes in the first category, for the last of which a row is asked for; one in the second."""
    for row, (name, least) in enumerate(PRIZES.items()):
        cell = f"categories-0-prizes-{row}"
        if not visit.page.locator(f"[name='{cell}-name']").count():
            visit.press("main button[name=add]")
        visit.fill(**{f"{cell}-name": name, f"{cell}-count": "1", f"{cell}-threshold": str(least)})
    visit.fill(**{"categories-1-prizes-0-name": "Giải ghi chép", "categories-1-prizes-0-count": "1"}).press()


def invite(visit: Visit, slug: str, who: Somebody, duty: str) -> None:
    visit.go(f"/office/{slug}/people")
    visit.fill(full_name=who.name, email=who.email, duty=duty).press()


def accept(visit: Visit, server: LiveServer, who: Somebody) -> None:
    """Two screens: the invitation that the letter leads to, and then one is there."""
    letter = server.mailed(who.email, "/invitations/")
    link = re.search(r"/invitations/\S+", letter)
    assert link
    visit.go(link[0]).on_both_screens()
    if visit.page.locator("[name=unit_id]").count():
        visit.fill(unit_id="0")
    visit.fill(password=PASSWORD, consent="yes").press()


def announce(visit: Visit, slug: str, closes: datetime) -> None:
    visit.go(f"/office/{slug}/settings").fill(closes_at=typed(closes)).press()
    advance(visit, slug)


def put_off(visit: Visit, slug: str, closes: datetime) -> None:
    visit.go(f"/office/{slug}/schedule").fill(closes_at=typed(closes), reason="Mạng ở hai xã bị gián đoạn.")
    visit.press("main form[action$='/extend'] .button")


def advance(visit: Visit, slug: str) -> None:
    visit.go(f"/office/{slug}/schedule").press("main form[action$='/advance'] .button", agree=True)


def settle_panel(visit: Visit, slug: str) -> None:
    """Everybody reads everything."""
    visit.go(f"/office/{slug}/panel")
    for box in visit.page.locator("main input[type=checkbox]").all():
        box.check()
    visit.press()


# --- writing ----------------------------------------------------------------------------------------------------


def register(visit: Visit, slug: str, who: Somebody) -> None:
    """Come from the first page, wish to enter, and register on the way there."""
    visit.go("/").follow(f"main a.button[href='/editions/{slug}/']").follow(f"/author/{slug}/new")
    assert visit.path.startswith("/account/sign-in")
    visit.follow("main a[href*='/register']")
    visit.fill(full_name=who.name, birth_year="1984", email=who.email, phone=who.phone)
    visit.choose("unit_id", who.unit).fill(password=PASSWORD, password_confirm=PASSWORD)
    visit.fill(consent_contest="yes", consent_publication="yes").press()
    assert visit.path.startswith(f"/author/{slug}/new")


def join(visit: Visit, server: LiveServer, who: Somebody) -> None:
    """Follow the letter to a co-author, make an account, and say yes."""
    letter = server.mailed(who.email, "/co-authors/")
    link = re.search(r"/co-authors/\S+", letter)
    assert link
    visit.go(link[0]).on_both_screens()
    visit.fill(birth_year="1990", password=PASSWORD, consent="yes")
    visit.page.locator("main [name=unit_id] option").nth(1).wait_for(state="attached")
    visit.page.locator("main [name=unit_id]").select_option(index=1)
    visit.press("main button[value=join]").on_both_screens()
    visit.press("main button[value=yes]")


def begin(visit: Visit, slug: str, category: int) -> None:
    if not visit.path.startswith(f"/author/{slug}/new"):
        visit.go(f"/author/{slug}/new")
    visit.page.locator("main [name=category_id]").nth(category).check()
    visit.press()


def write(visit: Visit, title: str, text: str) -> None:
    """Type, and wait until the page says that it was saved by itself."""
    visit.fill(title=title, text=text)
    visit.page.wait_for_selector(SAVED)


def write_too_late(visit: Visit) -> None:
    """Write on after the closing instant: it is said, saved nowhere, and given back with its structure."""
    visit.expected.add(409)
    visit.paste("", f"<h2>{LATE}</h2><p>Hết giờ mới nghĩ ra.</p>")
    visit.page.wait_for_selector("[data-autosave-status][data-state=refused]")
    visit.press(SAVE)
    assert visit.page.inner_text("main .reading h2") == LATE


def attach(visit: Visit, title: str, name: str, content: bytes) -> None:
    visit.fill(title=title)
    visit.page.wait_for_selector(SAVED)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    visit.page.set_input_files("main [name=file]", {"name": name, "mimeType": kind, "buffer": content})
    visit.press(SAVE)


def submit(visit: Visit) -> str:
    """Say what the contest asks, where it asks anything; check, declare, submit; return the receipt's number."""
    if visit.page.locator("main [name=published]").count():
        visit.fill(published="no")
    visit.press("main .actions button[name=action][value=check]")
    if visit.path.endswith("/about"):
        visit.fill(phone="0900 009 998").press("main .actions button[name=action][value=check]")
    visit.tick_all("declarations").press("main form[action$='/submit'] .actions button")
    assert "/receipt/" in visit.path
    return visit.page.inner_text(".slip-code").strip()


def withdraw(visit: Visit) -> None:
    visit.follow("main .actions a[href*='/entries/']:not([href*='/receipt'])")
    visit.follow("main a[href$='/withdraw']").press("main .button-danger")


# --- screening and blind copies -----------------------------------------------------------------------------------


def screen(visit: Visit, slug: str, title: str, *, refuse: str = "") -> None:
    visit.go(f"/office/{slug}/screening").page.get_by_role("link", name=title).first.click()
    visit.page.wait_for_url("**/screening/*")
    visit.look()
    if refuse:
        folded = visit.page.locator("main details:not([open]):has([name=reason]) > summary")
        if folded.count():
            folded.first.click()
        visit.fill(reason=refuse).press("main button[value=refuse]")
    else:
        visit.tick_all("checklist").press("main button[value=accept]")


def prepare_blind_copies(visit: Visit, slug: str) -> None:
    """A few are made at once, many by the worker: look again until none is missing."""
    visit.go(f"/office/{slug}/blind-copies").press("main form[action$='/prepare'] .button")
    deadline = time.monotonic() + 30
    while visit.page.locator("main form[action$='/prepare'] .button:not(.button-quiet)").count():
        assert time.monotonic() < deadline, "the worker makes no blind copies"
        visit.page.wait_for_timeout(500)
        visit.page.reload()


def take_in_on_paper(visit: Visit, slug: str, arrived: str) -> None:
    """A secretary takes in a work that was handed in on that day, as a scan."""
    page = visit.go(f"/office/{slug}/paper").page
    page.locator("main form[method=post] summary").last.click()
    scan = {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": scanned_pdf()}
    page.set_input_files("[name=files]", scan)
    visit.fill(
        channel="hand",
        arrived=arrived,
        sheet="Mẫu 2",
        title="Bến sông",
        signed="y",
        **{"authors-0-full_name": "Lê Văn Giấy"},
    ).press("main form[method=post] button[type=submit]")


def send_unit_list(visit: Visit, slug: str, arrived: str) -> None:
    """A secretary lets a list of two works be looked through; of one the file is not there."""
    rows = [["Một", "Bài luận", "Đỗ Thị Hai", "", "", "", "", "", name] for name in ("a.txt", "b.txt")]
    listed = spreadsheets.write_excel(list(FORWARDED.values()), rows, sheet="1")
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w") as files:
        files.writestr("a.txt", "Cây đa đầu làng rợp bóng suốt mùa hè.")
    page = visit.go(f"/office/{slug}/unit-lists").page
    for name, file_name, content in (("forwarded", "1.xlsx", listed), ("zip", "1.zip", parcel.getvalue())):
        page.set_input_files(
            f"[name={name}]", {"name": file_name, "mimeType": "application/octet-stream", "buffer": content}
        )
    visit.fill(channel="hand", arrived=arrived, sheet="Mẫu 2", signed="y").press(
        "main form[method=post] button"
    )


def black_out_all(visit: Visit) -> int:
    """Black out everything that was found in the first work that waits; return how much that was."""
    visit.follow("main table a").on_both_screens()
    found = visit.page.locator("main [name=chosen]").count()
    visit.tick_all("chosen").press("main button[value=redact]")
    return found


def draw_codes(visit: Visit, slug: str) -> None:
    visit.go(f"/office/{slug}/blind-copies").press("main form[action$='/draw'] .button", agree=True)


# --- judging ------------------------------------------------------------------------------------------------------


def give_out(visit: Visit, slug: str) -> None:
    visit.go(f"/office/{slug}/assignment").press("main button[value=propose]")
    visit.press("main button[value=confirm]", agree=True)


def waiting_on_desk(visit: Visit, slug: str) -> list[str]:
    """The addresses of the essays that this judge has still to mark."""
    visit.go(f"/judge/{slug}/")
    links = visit.page.locator("main tbody tr:not(:has(.badge.tone-good)) a")
    return [str(link.get_attribute("href")) for link in links.all()]


def mark(visit: Visit, points: str) -> None:
    """Give the same points for everything, see them saved by themselves, and submit."""
    for criterion in visit.page.locator(CRITERION).all():
        criterion.locator(f"input[value='{points}']").check(force=True)
    visit.page.wait_for_selector(SAVED)
    visit.fill(comment="Bài có chi tiết thật, giọng kể gần gũi.")
    visit.press("main button[name=act][value=submit]")


def close_round(visit: Visit, slug: str) -> None:
    visit.go(f"/office/{slug}/progress").press("main form[action$='/close'] .button", agree=True)


# --- deciding -----------------------------------------------------------------------------------------------------


def apply_prize_table(visit: Visit, slug: str) -> None:
    visit.go(f"/office/{slug}/results").press("main form[action$='/awards'] .button")


def change_award(visit: Visit, slug: str, code: str, prize: str, reason: str) -> None:
    visit.go(f"/office/{slug}/results").follow(f"main tbody a[href*='/results/{code}']")
    visit.page.get_by_label(prize, exact=False).check()
    visit.fill(reason=reason).press()


def say_why_prizes_stay(visit: Visit, slug: str, reason: str) -> None:
    """Say it of every prize that nobody has, one after the other."""
    visit.go(f"/office/{slug}/results")
    empty = "main form[action$='/reasons']"
    while visit.page.locator(f"{empty} .button:not(.button-quiet)").count():
        form = visit.page.locator(empty).filter(has=visit.page.locator(".button:not(.button-quiet)")).first
        form.locator("textarea").fill(reason)
        with visit.page.expect_navigation():
            form.locator(".button").click()
        visit.look()


def approve(visit: Visit, slug: str) -> None:
    visit.go(f"/office/{slug}/results").press("main form[action$='/approve'] .button")


def publish(visit: Visit, slug: str) -> None:
    visit.go(f"/office/{slug}/results").follow("main a[href$='/results/publish']").press(agree=True)


def wait_until(moment: datetime, now: datetime) -> None:
    time.sleep(max(0.0, (moment - now).total_seconds()))

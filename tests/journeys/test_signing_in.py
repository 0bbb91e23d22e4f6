"""A passkey and an authenticator app in a real browser: added, used, and asked for by a contest."""

import re
import time
from dataclasses import dataclass

from passlib.totp import TOTP

from contest.demonstration.cast import PASSWORD
from tests.journeys.browsing import Visit, sign_in
from tests.journeys.conftest import Visitor
from tests.serving import LiveServer

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True, slots=True)
class Named:
    """The server by a name: passkeys belong to names, not to numbers."""

    url: str


def named(server: LiveServer) -> Named:
    return Named(server.url.replace("127.0.0.1", "localhost"))


def sign_out(visit: Visit) -> None:
    visit.page.locator("details.menu summary").click()
    visit.press("details.menu form button")


def test_a_passkey_is_added_signs_in_without_a_password_and_is_removed(
    demo: LiveServer, visit: Visitor
) -> None:
    author = visit(named(demo), "author")
    device = author.context.new_cdp_session(author.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    sign_in(author, "author@example.org", PASSWORD)
    author.go("/account/protection").on_both_screens()
    author.follow("/account/passkeys/new").on_both_screens()
    author.fill(name="Máy ở thư viện", password=PASSWORD)
    author.page.locator("main .actions button").click()
    author.page.wait_for_url("**/account/protection")
    assert "Máy ở thư viện" in author.look().text()

    sign_out(author)
    author.go("/account/sign-in?next=/account/details").follow(
        "main a[href*='/sign-in/passkey']"
    ).on_both_screens()
    author.page.locator("main .actions button").click()
    author.page.wait_for_url("**/account/details")

    author.go("/account/protection").press("main form[action*='/passkeys/'] button")
    assert "Máy ở thư viện" not in author.text()
    sign_out(author)
    author.go("/account/sign-in/passkey")
    author.page.locator("main .actions button").click()
    author.page.wait_for_url("**/account/sign-in/passkey")
    assert "chưa được đăng ký" in author.page.wait_for_selector("[role=alert]").inner_text()


def test_a_contest_asks_its_organiser_for_a_second_factor_without_scripts(
    demo: LiveServer, visit: Visitor
) -> None:
    organiser = visit(demo, "organiser", scripts=False)
    sign_in(organiser, "organiser@example.org", PASSWORD)
    organiser.go("/office/").follow("main a[href^='/office/']:not([href$='/new'])")
    settings = f"{organiser.path}settings"
    organiser.go(settings)
    organiser.page.locator("main [name=second_factor][value=organiser]").check()
    organiser.press("main form:has([name=second_factor]) .actions button")

    assert organiser.path.startswith("/account/second-factor?next=/office/")
    organiser.on_both_screens()
    app = TOTP(key=re.sub(r"\W", "", organiser.page.inner_text(".secret-key code")), format="base32")
    organiser.fill(code=app.generate().token, password=PASSWORD).press()
    organiser.on_both_screens()
    codes = organiser.page.locator(".recovery-codes code").all_inner_texts()
    organiser.follow("main a.button")
    assert (len(codes), organiser.path) == (10, settings)

    sign_out(organiser)
    sign_in(organiser, "organiser@example.org", PASSWORD)
    organiser.on_both_screens()
    used = app.generate().token
    while app.generate().token == used:  # each code is good for once: wait for the next
        time.sleep(1)
    organiser.fill(code=app.generate().token).press()
    organiser.go(settings).go("/account/sessions").on_both_screens()
    # The demonstration goes on as it was found.
    organiser.go(settings).page.locator("main [name=second_factor][value=organiser]").uncheck()
    organiser.press("main form:has([name=second_factor]) .actions button")
    organiser.go("/account/second-factor/off").fill(password=PASSWORD).press("main .button-danger")

"""A person's browser: goes to pages, fills them in by the names of their fields, and has axe look at each of them."""

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page, Request, Response

ARTEFACTS = Path(__file__).parent.parent / "artefacts"
# Pictures of all pages are for people who look at them; where nobody does, only of what failed (conftest.py).
KEEPS_PICTURES = not os.environ.get("CONTEST_CI")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
# WCAG 2.2 at A and AA, and what the makers of axe hold to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
PASTE = """(editor, [text, html]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  if (html) data.setData("text/html", html);
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
MAIN_BUTTON = "main form button.button:not(.button-quiet):not(.button-danger):not(.button-link)"


class Visit:
    """One person at one browser. What is wrong with a page gathers in `problems`; tests end by `problems == []`."""

    def __init__(
        self, context: BrowserContext, base: str, who: str, seen: set[str], *, scripts: bool = True
    ) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.base = base
        self.who = who
        self.scripts = scripts
        self.problems: list[str] = []
        self.seen = seen
        self.expected: set[int] = set()
        self.looked: set[str] = set()  # the addresses at which axe looked
        self.secrets: tuple[str, ...] = ()  # what must not stand in the source of any page from now on
        self.page.on(
            "pageerror", lambda error: self.problems.append(f"{self.who}: {self.path}: script: {error}")
        )
        self.page.on("console", self._listen)
        self.page.on("response", self._note)
        context.on("request", self._stay_home)

    # --- what the browser reports ---------------------------------------------------------------------------

    def _listen(self, message: Any) -> None:
        refused = re.search(r"status of (\d+)", message.text)
        if message.type in {"error", "warning"} and not (refused and int(refused[1]) in self.expected):
            self.problems.append(f"{self.who}: {self.path}: console: {message.text}")

    def _note(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(
                f"{self.who}: {response.status} for {response.request.method} {response.url}"
            )

    def _stay_home(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self.problems.append(f"{self.who}: {self.path}: left this machine: {request.url}")

    # --- going about ----------------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base)

    @property
    def width(self) -> int:
        return self.page.viewport_size["width"] if self.page.viewport_size else 0

    def go(self, path: str) -> "Visit":
        self.page.goto(self.base + path)
        return self.look()

    def fill(self, **values: str) -> "Visit":
        """Type into fields, choose in lists, tick boxes (`True`), by their names."""
        for name, value in values.items():
            if self.scripts and self.page.locator(f"main [data-editor] textarea[name='{name}']").count():
                self.paste(value)
                continue
            field = self.page.locator(f"main [name='{name}']:not([type=hidden])")
            kind = field.first.evaluate("f => f.type")
            if kind == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check(force=True)
            elif kind == "checkbox":
                field.first.set_checked(bool(value))
            elif kind.startswith("select"):
                field.first.select_option(value)
            else:
                field.first.fill(value)
        return self

    def paste(self, text: str, html: str = "", *, add: bool = False) -> "Visit":
        """Paste into the editor of the page, in place of all that stands there or (`add`) where the cursor is."""
        editor = self.page.locator("main .editor-text")
        editor.focus()
        if not add:
            self.page.keyboard.press("Control+A")
        editor.evaluate(PASTE, [text, html])
        return self

    def choose(self, name: str, text: str) -> "Visit":
        """Choose the option of a list that has this text, however it is indented."""
        option = self.page.locator(f"main [name='{name}'] option", has_text=text).first
        self.page.locator(f"main [name='{name}']").select_option(option.get_attribute("value"))
        return self

    def tick_all(self, name: str) -> "Visit":
        for box in self.page.locator(f"main [name='{name}']").all():
            box.check()
        return self

    def press(self, button: str = MAIN_BUTTON, *, agree: bool = False) -> "Visit":
        """Press the button that this selector finds first, say yes when it asks again, and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator(button).first.click()
            if agree:
                self.page.locator("dialog[open] button[value=yes]").click()
        return self.look()

    def follow(self, link: str) -> "Visit":
        """Follow the first link whose address ends like this, or that this selector finds."""
        selector = link if re.search(r"[\[\]>#\s]", link) else f"a[href$='{link}']"
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.look()

    def text(self) -> str:
        return self.page.inner_text("main")

    # --- looking --------------------------------------------------------------------------------------------

    def look(self, *, only_width: bool = False) -> "Visit":
        """Check the page as it stands, once an address and width for all who share `seen`; keep a screenshot.

        `only_width` leaves axe out.
        """
        name = _name(self.path)
        source = self.page.content() if self.secrets else ""
        self.problems += [
            f"{self.who}: {self.path} tells {secret}" for secret in self.secrets if secret in source
        ]
        if f"{name} {self.width}" in self.seen:
            return self
        self.seen.add(f"{name} {self.width}")
        with_axe = self.scripts and not only_width  # axe is a script itself
        if with_axe:
            self.looked.add(self.path)
        if KEEPS_PICTURES:
            self.shoot(name)
        faults = self._faults(with_axe=with_axe)
        self.problems += [f"{self.who}: {name} at {self.width}: {problem}" for problem in faults]
        return self

    def on_both_screens(self, *, only_width: bool = False) -> "Visit":
        """Look at the page as it stands on a telephone, too, or at a desk."""
        size = self.page.viewport_size or DESK
        self.page.set_viewport_size(DESK if size == PHONE else PHONE)
        self.look(only_width=only_width)
        self.page.set_viewport_size(size)
        return self

    def shoot(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{self.who}-{name[:90]}-{self.width}.png", full_page=True)

    def _faults(self, *, with_axe: bool) -> list[str]:
        found = []
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            found.append(f"{wide} px wider than the screen")
        if not with_axe:
            return found
        if not self.page.evaluate("!!window.axe"):
            self.page.evaluate(AXE_SCRIPT)
        violations = self.page.evaluate("options => axe.run(document, options)", OPTIONS)["violations"]
        return found + [f"axe {v['id']}: {n['html'][:200]}" for v in violations for n in v["nodes"][:3]]


def _name(path: str) -> str:
    """Name a page after its address, without the keys in it."""
    plain = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "landing"
    return re.sub(r"[0-9a-z]{16,}", "key", plain)


def sign_in(visit: Visit, email: str, password: str) -> Visit:
    visit.go("/account/sign-in")
    visit.fill(email=email, password=password)
    return visit.press()

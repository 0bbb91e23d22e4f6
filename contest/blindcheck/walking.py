"""The walk: follow every link from every page, then guess every address that the program answers to."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, Protocol

from flask import Flask
from werkzeug.routing import Rule

from contest.anonymisation.rules.codes import new_code
from contest.blindcheck.browser import JSON, SIGN_IN, Answer, Browser

SIGN_OUT = "/account/sign-out"
UNKNOWN_CODE: Final = new_code(lambda _: 3)
UNKNOWN_KEY: Final = "0123456789abcdefghjkmnpqrs"
# The program's own rubrics are the same in every round of every contest, and each of a dozen pages: seen once a walk.
_READY_RUBRIC: Final = re.compile(r"&start=(?!first$)[a-z]+$")
NUMBERS: Final = ("1", "2", "3", "4", "5")


class Known(Protocol):
    """What whoever planted the works knows and a judge may guess at, by the authors' letters.

    `slugs`: of the contest, and of another one where there is one; `codes`: of each round so far.
    """

    @property
    def slugs(self) -> Sequence[str]: ...
    @property
    def entry_keys(self) -> Mapping[str, str]: ...
    @property
    def rendition_keys(self) -> Mapping[str, str]: ...
    @property
    def receipts(self) -> Mapping[str, str]: ...
    @property
    def codes(self) -> Sequence[Mapping[str, str]]: ...
    @property
    def storage_keys(self) -> Sequence[str]: ...
    @property
    def messages(self) -> Sequence[str]: ...


def walk(browser: Browser, known: Known, *, thorough: bool = False, below: str = "/") -> list[Answer]:
    """The whole walk of one person; returns every answer there was.

    `thorough` tries everything known in every place of the judges' addresses, and every route in other ways;
    `below` leaves it at what lies below an address, and what is linked from there and from everybody's pages.
    """
    begin = [url for url in starts(browser.app, known) if url.startswith(below)]
    follow(browser, dict.fromkeys(["/", "/account/", f"/editions/{known.slugs[0]}/", *begin]))
    guess(browser, known, thorough=thorough, below=below)
    play(browser)
    if thorough:
        poke(browser, known)
    return browser.answers


def starts(app: Flask, known: Known) -> list[str]:
    """Where a person begins: every address without anything to fill in, and all front pages of the contests."""
    found = []
    for rule in _asked(app):
        if not rule.arguments:
            found.append(rule.rule)
        elif rule.arguments == {"slug"}:
            of_both = rule.endpoint.startswith("judge.") or rule.rule.count("/") < 3
            found.extend(filled(rule, {"slug": slug}) for slug in known.slugs[: 2 if of_both else 1])
    return sorted(found)


def follow(browser: Browser, begin: Iterable[str]) -> None:
    """Ask for these addresses and for all that they lead to."""
    waiting, met = deque(begin), set(begin)
    while waiting:
        answer = browser.ask(waiting.popleft())
        for link in answer.links():
            # One form to sign in is like the other, wherever it leads afterwards.
            if SIGN_IN in met and link.startswith(f"{SIGN_IN}?"):
                continue
            ready = _READY_RUBRIC.search(link)
            if not {link, ready and ready[0]} & met and not link.startswith(("/static/", SIGN_OUT)):
                met |= {link, ready[0]} if ready else {link}
                waiting.append(link)


def guess(browser: Browser, known: Known, *, thorough: bool, below: str = "/") -> None:
    """Ask for every route below an address with what the test knows in the places that are to be filled in.

    Who is refused a whole route (403, or sent to sign in) is refused before any value is looked at.
    """
    asked = {answer.url for answer in browser.answers}
    for rule in _asked(browser.app):
        if rule.arguments <= {"slug"} or not rule.rule.startswith(below):
            continue
        every = thorough and rule.endpoint.startswith("judge.")
        for url in addresses(rule, known, every=every):
            if url not in asked and browser.ask(url).status in {302, 403} and not every:
                break


def play(browser: Browser) -> None:
    """Ask for parts of all that can be played, as players do: all of it, ends and middle, two at once, none."""
    played = {
        answer.url: len(answer.body)
        for answer in browser.answers
        if answer.method == "GET" and answer.status == 200 and ("Accept-Ranges", "bytes") in answer.headers
    }
    for url, size in played.items():
        for part in ("0-", "0-1023", "-1024", f"{size // 3}-{size // 2}", "0-9,20-29", f"{size}-", "1-0"):
            browser.ask(url, part=f"bytes={part}")


def poke(browser: Browser, known: Known) -> None:
    """Ask each route as JSON and with wrong methods, pages as HEAD, and for what lies beside the static files."""
    for page in [answer for answer in browser.answers if answer.status == 200]:
        browser.ask(page.url, "HEAD")
        if page.endpoint is not None and page.endpoint.startswith("judge."):
            browser.ask(
                f"{page.url}?q={_two(known.entry_keys)[1]}&state=withdrawn&after=1&sort=author", accept=JSON
            )
    for rule in browser.app.url_map.iter_rules():
        url = next(iter(addresses(rule, known, every=False)))
        if rule.rule != SIGN_OUT:
            browser.ask(url, accept=JSON)
            browser.ask(url, "DELETE")
    for path in ("../instance/contest.sqlite", "%2e%2e/instance/secrets.json", *known.storage_keys[:2]):
        browser.ask(f"/static/{path}")
        browser.ask(f"/{path}")


def addresses(rule: Rule, known: Known, *, every: bool) -> Iterator[str]:
    """Fill a route in: with everything known in every place, or with a few of each kind."""
    values: dict[str, Iterable[str]] = {}
    for name in sorted(rule.arguments):
        if name == "slug":
            values[name] = known.slugs[:1]
        elif type(rule._converters[name]).__name__ == "IntegerConverter":  # noqa: SLF001 -- there is no other way
            values[name] = NUMBERS if every else NUMBERS[:1]
        else:
            values[name] = everything(known) if every else some(name, rule.endpoint, known)
    for chosen in product(*values.values()):
        yield filled(rule, dict(zip(values, chosen, strict=True)))


def everything(known: Known) -> tuple[str, ...]:
    """All that the test knows and that may stand in an address."""
    return (
        *all_codes(known), UNKNOWN_CODE, UNKNOWN_KEY, *known.entry_keys.values(), *known.rendition_keys.values(),
        *known.receipts.values(), *known.storage_keys[::3], *known.messages[:2], *known.slugs, "1",
    )  # fmt: skip


def some(name: str, endpoint: str, known: Known) -> tuple[str, ...]:
    """Of each kind that may be meant here one's own, another's and an unknown one."""
    if name == "role":
        return ("translation", "proof", UNKNOWN_KEY)
    if name == "code":
        return (*(those[letter] for those in known.codes for letter in sorted(those)[:2]), UNKNOWN_CODE)
    if "blind" in endpoint and known.rendition_keys:
        return (*list(known.rendition_keys.values())[:2], UNKNOWN_KEY)
    if "screening" in endpoint or endpoint.startswith("author."):
        return _two(known.entry_keys)
    return (*known.messages[:1], *_two(known.receipts)[:1], _two(known.entry_keys)[0])


def all_codes(known: Known) -> tuple[str, ...]:
    """Return the codes of all rounds."""
    return tuple(code for those in known.codes for code in those.values())


def _two(known: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is known of the third and of the first author, or of whoever there is."""
    values = [known[letter] for letter in sorted(known)]
    return (values[min(2, len(values) - 1)], values[0]) if values else (UNKNOWN_KEY, UNKNOWN_KEY)


def filled(rule: Rule, values: dict[str, str]) -> str:
    """The address of a route with these values."""
    path = rule.rule
    for name, value in values.items():
        for form in (f"<{name}>", f"<int:{name}>", f"<path:{name}>", f"<string:{name}>"):
            path = path.replace(form, value)
    if "<" in path:
        raise ValueError(path)
    return path


def _asked(app: Flask) -> list[Rule]:
    """The routes that answer to GET, but for signing out and static files."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in rules if rule.endpoint != "static" and rule.rule != SIGN_OUT]

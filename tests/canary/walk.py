"""The walk: follow every link from every page, then guess every address that the program answers to."""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import product

from flask import Flask
from werkzeug.routing import Rule

from contest.anonymisation.rules.codes import new_code
from tests.canary.browser import JSON, Answer, Browser
from tests.canary.facts import Facts

SIGN_IN, SIGN_OUT = "/account/sign-in", "/account/sign-out"
UNKNOWN_CODE = new_code(lambda _: 3)
UNKNOWN_KEY = "0123456789abcdefghjkmnpqrs"
NUMBERS = ("1", "2", "3", "4", "5")


def walk(browser: Browser, facts: Facts, *, thorough: bool = False, below: str = "/") -> list[Answer]:
    """The whole walk of one person; returns every answer there was.

    `thorough` tries everything known in every place of the judges' addresses, and every route in other ways;
    `below` leaves it at what lies below an address, and what is linked from there and from everybody's pages.
    """
    begin = [url for url in starts(browser.app, facts) if url.startswith(below)]
    follow(browser, dict.fromkeys(["/", "/account/", f"/editions/{facts.slugs[0]}/", *begin]))
    guess(browser, facts, thorough=thorough, below=below)
    if thorough:
        poke(browser, facts)
    return browser.answers


def starts(app: Flask, facts: Facts) -> list[str]:
    """Where a person begins: every address without anything to fill in, and all front pages of the contests."""
    found = []
    for rule in _asked(app):
        if not rule.arguments:
            found.append(rule.rule)
        elif rule.arguments == {"slug"}:
            of_both = rule.endpoint.startswith("judge.") or rule.rule.count("/") < 3
            found.extend(filled(rule, {"slug": slug}) for slug in facts.slugs[: 2 if of_both else 1])
    return sorted(found)


def follow(browser: Browser, begin: Iterable[str]) -> None:
    """Ask for these addresses and for all that they lead to."""
    waiting, known = deque(begin), set(begin)
    while waiting:
        answer = browser.ask(waiting.popleft())
        for link in answer.links():
            # One form to sign in is like the other, wherever it leads afterwards.
            if SIGN_IN in known and link.startswith(f"{SIGN_IN}?"):
                continue
            if link not in known and not link.startswith(("/static/", SIGN_OUT)):
                known.add(link)
                waiting.append(link)


def guess(browser: Browser, facts: Facts, *, thorough: bool, below: str = "/") -> None:
    """Ask for every route below an address with what the test knows in the places that are to be filled in.

    Who is refused a whole route (403, or sent to sign in) is refused before any value is looked at.
    """
    known = {answer.url for answer in browser.answers}
    for rule in _asked(browser.app):
        if rule.arguments <= {"slug"} or not rule.rule.startswith(below):
            continue
        every = thorough and rule.endpoint.startswith("judge.")
        for url in addresses(rule, facts, every=every):
            if url not in known and browser.ask(url).status in {302, 403} and not every:
                break


def poke(browser: Browser, facts: Facts) -> None:
    """Ask each route as JSON and with wrong methods, pages as HEAD, and for what lies beside the static files."""
    for page in [answer for answer in browser.answers if answer.status == 200]:
        browser.ask(page.url, "HEAD")
        if page.endpoint is not None and page.endpoint.startswith("judge."):
            browser.ask(
                f"{page.url}?q={facts.entry_keys['A']}&state=withdrawn&after=1&sort=author", accept=JSON
            )
    for rule in browser.app.url_map.iter_rules():
        url = next(iter(addresses(rule, facts, every=False)))
        if rule.rule != SIGN_OUT:
            browser.ask(url, accept=JSON)
            browser.ask(url, "DELETE")
    for path in ("../instance/contest.sqlite", "%2e%2e/instance/secrets.json", *facts.storage_keys[:2]):
        browser.ask(f"/static/{path}")
        browser.ask(f"/{path}")


def addresses(rule: Rule, facts: Facts, *, every: bool) -> Iterator[str]:
    """Fill a route in: with everything known in every place, or with a few of each kind."""
    values: dict[str, Iterable[str]] = {}
    for name in sorted(rule.arguments):
        if name == "slug":
            values[name] = facts.slugs[:1]
        elif type(rule._converters[name]).__name__ == "IntegerConverter":
            values[name] = NUMBERS if every else NUMBERS[:1]
        else:
            values[name] = everything(facts) if every else some(name, rule.endpoint, facts)
    for chosen in product(*values.values()):
        yield filled(rule, dict(zip(values, chosen, strict=True)))


def everything(facts: Facts) -> tuple[str, ...]:
    """All that the test knows and that may stand in an address."""
    return (
        *facts.all_codes(), UNKNOWN_CODE, UNKNOWN_KEY, *facts.entry_keys.values(), *facts.rendition_keys.values(),
        *facts.receipts.values(), *facts.storage_keys[::3], *facts.messages[:2], *facts.slugs, "1",
    )  # fmt: skip


def some(name: str, endpoint: str, facts: Facts) -> tuple[str, ...]:
    """Of each kind that may be meant here one's own, another's and an unknown one."""
    if name == "role":
        return ("translation", "proof", UNKNOWN_KEY)
    if name == "code":
        return (*(those[letter] for those in facts.codes for letter in "AB"), UNKNOWN_CODE)
    if "blind" in endpoint and facts.rendition_keys:
        return (*list(facts.rendition_keys.values())[:2], UNKNOWN_KEY)
    if "screening" in endpoint or endpoint.startswith("author."):
        return (facts.entry_keys["C"], facts.entry_keys["A"])
    return (facts.messages[0], facts.receipts["C"], facts.entry_keys["C"])


def filled(rule: Rule, values: dict[str, str]) -> str:
    """The address of a route with these values."""
    path = rule.rule
    for name, value in values.items():
        for form in (f"<{name}>", f"<int:{name}>", f"<path:{name}>", f"<string:{name}>"):
            path = path.replace(form, value)
    assert "<" not in path, path
    return path


def _asked(app: Flask) -> list[Rule]:
    """The routes that answer to GET, but for signing out and static files."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return [rule for rule in rules if rule.endpoint != "static" and rule.rule != SIGN_OUT]

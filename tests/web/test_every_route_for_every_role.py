"""Every route, asked by everybody in every phase: the table of permissions decides, and nothing else does."""

import re

import pytest

from contest.access.duties import Duty
from contest.access.policy import Circumstances, allows
from contest.editions import queries
from contest.kernel import clock

DUTIES = [
    Duty.ORGANISER, Duty.SECRETARY, Duty.JUDGE, Duty.CHAIR, Duty.OBSERVER, Duty.UNIT_CONTACT, Duty.TREASURER,
    Duty.KEY_HOLDER,
]  # fmt: skip
ROLES = ["visitor", "somebody", "administrator", *(duty.value for duty in DUTIES)]
PHASES = ["draft", "open", "judging", "published"]
# What stands in an address beside the edition: nothing that exists.
FILLED = {"int": "999999", "default": "khong-co"}
# Pages that the table gives to everybody, and that are there in some phases only.
IN_SOME_PHASES = {
    "/editions/{slug}/", "/editions/{slug}/rules", "/editions/{slug}/rules/fixed", "/editions/{slug}/results",
    "/editions/{slug}/announcements",
    "/editions/{slug}/announcements.atom", "/editions/{slug}/dates.ics", "/editions/{slug}/poster.pdf",
    "/author/{slug}/new", "/first-run",
    "/office/{slug}/results/publish", "/office/{slug}/results/unit-prizes",
    "/editions/{slug}/verify", "/editions/{slug}/verify/verify.py",
    "/editions/{slug}/verify/package.json",  # once the results are public
    "/editions/{slug}/blindness", "/editions/{slug}/blindness.json",  # where the organisers published it
    "/office/{slug}/keys/by-code",  # where too few keys are left
    "/office/{slug}/blindness.txt",  # once there is a report
    "/account/units/{slug}/lists",  # where the contest lets units send lists themselves
}  # fmt: skip


@pytest.fixture
def unguarded_forms(app):
    """Without tokens of forms, which would be asked for before the permission is looked at."""
    app.config.update(WTF_CSRF_ENABLED=False, WTF_CSRF_CHECK_DEFAULT=False)
    yield
    app.config.update(WTF_CSRF_ENABLED=True, WTF_CSRF_CHECK_DEFAULT=True)


def account(factory, role, edition):
    """Somebody in that role, None for a visitor."""
    if role == "visitor":
        return None
    if role == "administrator":
        return factory.administrator("Trần Thị Quản Trị")
    person = factory.person(f"Lê Văn {role}")
    if role != "somebody":
        unit = factory.unit() if role == Duty.UNIT_CONTACT else None
        factory.appoint(edition, person, Duty(role), unit_id=unit)
    return person


def routes(app):
    """Every route of ours: (method, address with {slug} in it, permission, whether it names more than an edition)."""
    for rule in app.url_map.iter_rules():
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        if permission is None or rule.endpoint.startswith("security."):
            continue
        address = re.sub(
            r"<(?:(\w+):)?(\w+)>",
            lambda found: "{slug}" if found[2] == "slug" else FILLED.get(found[1] or "default", "khong-co"),
            rule.rule,
        )
        for method in sorted(rule.methods & {"GET", "POST"}):
            yield method, address, permission, bool(rule.arguments - {"slug"})


def answer_to(client, method, address):
    """What came: "in", or how the way was barred."""
    answer = client.open(address, method=method)
    if answer.status_code in {302, 303} and "/account/sign-in" in answer.location:
        return "sign in first"
    return {401: "sign in first", 403: "forbidden", 404: "no such page"}.get(answer.status_code, "in")


def barred(address, asking):
    """How somebody without the permission is to be answered."""
    if asking.account_id is None:
        return "sign in first"
    return "no such page" if "{slug}" in address and not asking.duties else "forbidden"


@pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # who may do what is no matter of the database
@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("role", ROLES)
def test_every_route_lets_in_whom_the_table_lets_in(
    app, factory, client, client_for, unguarded_forms, role, phase
):
    edition = factory.edition(phase=phase)
    slug = factory.read(queries.by_id, edition, now=clock.now()).slug
    who = account(factory, role, edition)
    browser = client if who is None else client_for(who)
    asking = Circumstances(
        account_id=who,
        is_administrator=role == "administrator",
        duties=frozenset({Duty(role)}) if role in list(Duty) else frozenset(),
        phase=phase,
    )
    elsewhere = Circumstances(account_id=who, is_administrator=asking.is_administrator)

    wrong = []
    for method, address, permission, names_more in routes(app):
        here = asking if "{slug}" in address else elsewhere
        if not allows(permission, here):
            expected = {barred(address, here)}
        elif method == "POST":
            continue  # what it does to whom it lets in is another test's matter
        else:
            expected = {"in", "no such page"} if names_more or address in IN_SOME_PHASES else {"in"}
        came = answer_to(browser, method, address.format(slug=slug))
        if came not in expected:
            wrong.append((method, address, permission.value, came, expected))

    assert not wrong, wrong

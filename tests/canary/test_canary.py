"""Nobody receives a word that is not meant for them, whatever they click, guess or are sent (design.md 8.1)."""

import pytest

from contest.blindcheck import checking
from contest.kernel import clock
from tests.canary import checks, roles
from tests.canary.browser import Answer, Browser
from tests.canary.facts import PERSON, WORK
from tests.canary.people import ACCEPTED, AUTHORS, CO_AUTHORS, DRAFT, ELSEWHERE, RECORDED
from tests.canary.search import canaries
from tests.canary.walk import UNKNOWN_KEY

EVERY_WALK = [(stage, role) for stage, those in roles.WALKS.items() for role in those]
BLIND = ("coded", "judging", "third reading", "second round", "deliberation")
ON_POSTGRESQL = [
    ("screening", roles.SECRETARY), ("judging", roles.READER), ("judging", roles.SECRETARY),
    ("published", roles.VISITOR), ("published", roles.OTHER),
]  # fmt: skip


# --- the walk -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "role"), EVERY_WALK)
def test_nobody_is_told_what_is_not_for_them(walks, stage, role):
    answers = walks.of(stage, role)

    assert checks.told(answers, role, stage, walks.stages[stage].facts) == []


@pytest.mark.parametrize(("stage", "role"), ON_POSTGRESQL)
def test_nobody_is_told_what_is_not_for_them_on_postgresql_either(walks_on_postgresql, stage, role):
    answers = walks_on_postgresql.of(stage, role)

    assert checks.told(answers, role, stage, walks_on_postgresql.stages[stage].facts) == []


@pytest.mark.parametrize(("stage", "role"), [walk for walk in EVERY_WALK if walk[0] in BLIND])
def test_while_the_works_are_blind_no_page_joins_a_code_to_a_person(walks, stage, role):
    assert checks.joined(walks.of(stage, role), walks.stages[stage].facts) == []


@pytest.mark.parametrize("stage", ["judging", "second round", "deliberation"])
def test_an_author_never_learns_a_code_before_the_results_are_published(walks, stage):
    facts = walks.stages[stage].facts

    assert [a.url for a in walks.of(stage, roles.AUTHOR_A) if checks.codes_in(a, facts) - asked(a)] == []


def asked(answer: Answer) -> set[str]:
    return set(answer.url.split("/"))


# --- there is something that could leak ---------------------------------------------------------------------


def people_named(walks, stage: str, role: str) -> set[tuple[str, str]]:
    """Whom a person is told about, and how."""
    facts = walks.stages[stage].facts
    found = {s for answer in walks.of(stage, role) for s in canaries(facts).in_answer(answer)}
    return {(s.letter, s.where) for s in found if s.kind == PERSON}


def test_before_the_coding_the_secretary_sees_whose_every_work_is(walks):
    submitted = {*AUTHORS, *CO_AUTHORS} - {DRAFT, ELSEWHERE}

    named = people_named(walks, "screening", roles.SECRETARY)

    assert {letter for letter, where in named if where == "name"} == submitted
    assert {where for _, where in named} >= {
        "name", "unit", "e-mail", "pen name", "position", "degree", "address", "second phone", "ID number", "guardian",
    }  # fmt: skip


def test_once_the_codes_are_drawn_the_secretary_sees_no_name_any_more(walks):
    assert [people_named(walks, stage, roles.SECRETARY) for stage in BLIND] == [set()] * len(BLIND)


def test_once_published_everybody_reads_the_names_of_the_winners_who_agreed_and_no_other(walks):
    for role in (roles.VISITOR, roles.AUTHOR_B, roles.OTHER, roles.STRANGER):
        named = {who for who in people_named(walks, "published", role) if who[0] != role[-1]}

        assert named == {("C", "name"), ("C", "unit")}


def test_once_published_the_office_reads_how_all_units_rank(walks):
    for role in (roles.CHAIR, roles.SECRETARY, roles.ORGANISER):
        named = people_named(walks, "published", role)

        assert {letter for letter, where in named if where == "unit"} >= set(ACCEPTED)
    assert ("A", "unit") not in people_named(walks, "deliberation", roles.CHAIR)


def test_no_visitor_reads_a_name_before(walks):
    stages = [
        stage for stage, those in roles.WALKS.items() if roles.VISITOR in those and stage != "published"
    ]

    assert [people_named(walks, stage, roles.VISITOR) for stage in stages] == [set()] * len(stages)


def test_authors_see_their_own_details_on_their_own_pages(walks):
    assert {("A", "name"), ("A", "e-mail"), ("A", "phone")} <= people_named(walks, "judging", roles.AUTHOR_A)


def test_judges_see_the_works_on_their_desks_as_their_authors_wrote_them(walks):
    for role in (roles.READER, roles.OTHER):
        facts = walks.stages["judging"].facts
        found = {s for answer in walks.of("judging", role) for s in canaries(facts).in_answer(answer)}

        assert {s.letter for s in found if s.kind == WORK} == set(roles.on_desk(role, facts))


def test_the_own_name_in_a_text_is_blacked_out_for_the_judges(walks):
    facts = walks.stages["judging"].facts
    code = facts.codes[0]["D"]
    reader = next(name for name, desk in facts.desks.items() if code in desk)
    snapshot = walks.stages["judging"]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        page = Browser(app, facts.officials[reader]).ask(f"/judge/{facts.slugs[0]}/essays/{code}")

    assert "<p><em>Tôi là ▇▇, ▇▇. Cùng viết: ▇▇, ▇▇, thư ▇▇, máy ▇▇.</em></p>" in page.body.decode()
    assert "WORKDOWN bởi ▇▇\n" in page.body.decode()
    assert checks.told([page], roles.STRANGER, "judging", facts) == [
        f"D work ({where}): WORKD{where.upper()} at GET {page.url}" for where in ("own", "text", "title")
    ]


# --- the walk has been where it must go ---------------------------------------------------------------------


def test_the_judges_walked_through_every_page_of_their_desks(walks):
    facts = walks.stages["judging"].facts
    for role in (roles.READER, roles.OTHER):
        pages = {answer.url for answer in walks.of("judging", role) if answer.status == 200}
        desk = facts.desks[roles.official(role, facts)]

        assert len(pages) >= 20
        assert pages >= {f"/judge/{facts.slugs[0]}/essays/{code}" for code in desk}
        assert pages >= {f"/judge/{facts.slugs[0]}/essays/{code}/recuse" for code in desk}
        assert pages >= {f"/judge/{facts.slugs[0]}/", f"/judge/{facts.slugs[0]}/conflicts", "/account/"}


def test_the_judges_got_a_pdf_as_pictures_every_work_as_a_pdf_of_ours_and_recordings_whole_and_in_parts(
    walks,
):
    facts = walks.stages["judging"].facts
    essays = f"/judge/{facts.slugs[0]}/essays"
    packed = {
        answer.url.partition("?")[0]
        for role in (roles.READER, roles.OTHER)
        for answer in walks.of("judging", role)
        if b"\0" in answer.body and answer.url.startswith(essays) and answer.status == 200
    }
    read = {code for role in (roles.READER, roles.OTHER) for code in facts.desks[roles.official(role, facts)]}
    recorded = {
        f"{essays}/{facts.codes[0][letter]}/recording"
        for letter in RECORDED
        if facts.codes[0][letter] in read
    }
    parts = {a.url for a in walks.of("judging", roles.READER) if a.status == 206}

    assert packed == recorded | {
        f"{essays}/{facts.codes[0]['B']}/pages/1", *(f"{essays}/{code}/pdf" for code in read)
    }  # fmt: skip
    assert f"{essays}/{facts.codes[0]['A']}/recording" in parts
    assert (
        list(checking.parts_of_another(a for role in roles.JUDGES for a in walks.of("judging", role))) == []
    )


def test_every_route_was_asked_for(walks):
    answers = [a for role in (roles.READER, roles.VISITOR) for a in walks.of("judging", role)]
    stage = walks.stages["judging"]
    with stage.running() as app:
        routes = {r.endpoint for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}

    assert routes - {a.endpoint for a in answers} == set()


# --- what else a browser receives ---------------------------------------------------------------------------

OF_JUDGES = [(stage, role) for stage, role in EVERY_WALK if role in {roles.READER, roles.OTHER}]


@pytest.mark.parametrize(("stage", "role"), OF_JUDGES)
def test_a_judge_sees_no_time_but_the_servers_and_the_own(walks, stage, role):
    assert checks.times(walks.of(stage, role), roles.OWN_TIMES.get(stage, ())) == []


def test_answers_to_judges_have_no_header_that_tells_of_the_file_behind(walks):
    assert {name for walk in OF_JUDGES for name in checks.strange_headers(walks.of(*walk))} == set()


def test_no_page_says_a_key_of_the_installation(walks):
    for stage, role in EVERY_WALK:
        kept = walks.stages[stage].place.keys()
        assert [
            a.url for a in walks.of(stage, role) if any(key in a.body.decode("latin-1") for key in kept)
        ] == []


def test_everybody_gets_the_same_list_of_all_units(walks):
    facts = walks.stages["judging"].facts
    lists = {
        tuple(unit for unit in facts.units if unit in page.body.decode())
        for role in (roles.VISITOR, roles.READER)
        for page in walks.of("judging", role)
        if b'name="unit_id"' in page.body
    }

    assert lists == {facts.units}


# --- what is another's --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["judging", "second round", "published"])
def test_an_essay_of_another_desk_answers_like_one_that_is_not(walks, stage):
    snapshot = walks.stages[stage]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        for role in (roles.READER, roles.OTHER):
            browser = Browser(app, roles.account(role, snapshot.facts))
            assert checks.told_apart(browser, checks.others_essays(browser, snapshot.facts, role)) == []


@pytest.mark.parametrize("stage", ["open", "judging", "published"])
def test_another_authors_entry_answers_like_one_that_is_not(walks, stage):
    snapshot = walks.stages[stage]
    paths = ("", "/submit", "/receipt", "/receipt/1", "/receipt/1/document", "/versions/1/text", "/versions/1/file",
             "/file", "/withdraw", "/about")  # fmt: skip
    pairs = [
        (f"/author/entries/{snapshot.facts.entry_keys[letter]}{path}", f"/author/entries/{UNKNOWN_KEY}{path}")
        for letter in ("C", "H")
        for path in paths
    ]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        browser = Browser(app, roles.account(roles.AUTHOR_A, snapshot.facts))

        assert checks.told_apart(browser, pairs) == []


def test_a_secretary_of_another_contest_finds_none_of_this_ones_works(walks):
    snapshot = walks.stages["screening"]
    facts = snapshot.facts
    office = f"/office/{facts.slugs[1]}"
    pairs = [
        (f"{office}/{section}/{keys[letter]}{rest}", f"{office}/{section}/{UNKNOWN_KEY}{rest}")
        for section, keys in (("screening", facts.entry_keys), ("blind-copies", facts.rendition_keys))
        for letter in ACCEPTED
        for rest in ("", "/file" if section == "screening" else "/pages/1")
    ]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        browser = Browser(app, facts.officials["secretary_elsewhere"])

        assert checks.told_apart(browser, pairs) == []


# --- mail ---------------------------------------------------------------------------------------------------


def test_no_letter_to_an_official_tells_of_an_author(walks):
    snapshot = walks.stages["published"]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        letters = checks.letters_to(app, snapshot.facts.officials.values())

    assert len(letters) >= 10  # each judge was told of both rounds, some of a third reading
    assert checks.told_by_mail(letters, snapshot.facts) == []


def test_no_letter_to_an_author_tells_of_another(walks):
    snapshot = walks.stages["published"]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        written = {
            letter: checks.letters_to(app, [account]) for letter, account in snapshot.facts.authors.items()
        }

    assert {letter for letter, letters in written.items() if letters} == set(AUTHORS)
    assert {letter: checks.told_by_mail(w, snapshot.facts, letter) for letter, w in written.items()} == {
        letter: [] for letter in written
    }

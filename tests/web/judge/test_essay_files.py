"""Files of an essay that a judge fetches: a recording in parts, a PDF to print; named by the code, telling no more."""

import io
import re

import pypdfium2
import pytest

from contest.anonymisation import coding, essay_paper, queries, renditions, service
from contest.anonymisation.essay_paper import Paper
from contest.anonymisation.service import Seen
from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from tests import planted, planted_pdf, played
from tests.deepgrep import tokens_in
from tests.judged import Judged
from tests.worlds import world

pytestmark = pytest.mark.both_databases  # on PostgreSQL under the role of judges: each page needs its rights
RADIO = CategorySpec("Phát thanh", 1, 5000, demands=Demands(recordings=("mp3", "mp4")))
TITLES = ("Phim", "Tiếng", "Tranh")


@world
def contest(factory):
    made = Judged(factory, TITLES, categories=(RADIO,))
    film = ("ZQXfile.mp4", played.planted_film(behind=b""))
    sound = ("ZQXfile.mp3", played.planted_mp3())
    made.accepted(made.authors["Phim"], title="Phim", recording=film)
    word, pdf = planted.word_document().raw, planted_pdf.pdf_document().raw
    made.accepted(made.authors["Tiếng"], title="Tiếng", file=("ZQXname.docx", word), recording=sound)
    made.accepted(made.authors["Tranh"], title="Tranh", file=("ZQXname.pdf", pdf))
    with factory.app.app_context():
        service.prepare(made.edition_id, now=made.now)
    for line in factory.read(renditions.listed, made.edition_id, "to_clear").lines:
        shown = factory.read(renditions.detail, made.edition_id, line.key)
        factory.do(
            service.clear, made.edition_id, Seen(line.key, shown.stamp),
            secretary_id=made.secretary_id, now=made.now,
        )  # fmt: skip
    factory.do(coding.draw_codes, made.round_id, actor_id=made.secretary_id, now=made.now)
    return made.rubric().given_out()


@pytest.fixture
def browser(contest, client_for):
    return client_for(contest.judges[0])


@pytest.fixture
def at(contest):
    """The address of the essay with that title, and its code."""
    slug = contest.factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    listed = contest.factory.read(queries.blind_copies, contest.round_id)
    codes = {copy.title: copy.code for copy in listed}
    return lambda title: (f"/judge/{slug}/essays/{codes[title]}", codes[title])


MASKED = {"Content-Length", "Content-Disposition", "Content-Type", "Content-Range", "Date"}


def without_clock(page):
    """Without the time, which is also in the token of each form."""
    return re.sub(r'\d\d:\d\d:\d\d[.\d+:]*|(?<=name="csrf_token" value=")[^"]*', "", page)


def headers(answer):
    return {name: value for name, value in answer.headers.items() if name not in MASKED}


@pytest.mark.parametrize(
    ("title", "kind", "type_", "tag"),
    [("Phim", "mp4", "video/mp4", "video"), ("Tiếng", "mp3", "audio/mpeg", "audio")],
)
def test_a_judge_plays_a_recording_by_its_code_whole_and_in_parts(browser, at, title, kind, type_, tag):
    path, code = at(title)
    page = browser.get(path).text
    whole = browser.get(f"{path}/recording", buffered=True)

    assert f'<{tag} class="player" controls preload="metadata" src="{path}/recording"' in page
    assert "0:02" in page
    assert (whole.status_code, whole.content_type) == (200, type_)
    assert whole.headers["Content-Disposition"] == f'attachment; filename="{code}.{kind}"'
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert tokens_in(whole.data) == set()
    for asked, begin, end in (("0-1", 0, 2), ("100-", 100, None), ("-50", -50, None)):
        part = browser.get(f"{path}/recording", headers={"Range": f"bytes={asked}"}, buffered=True)
        assert (part.status_code, part.data) == (206, whole.data[begin:end])
        assert part.headers["Content-Range"].endswith(f"/{len(whole.data)}")
    beyond = browser.get(f"{path}/recording", headers={"Range": f"bytes={len(whole.data)}-"})
    assert beyond.status_code == 416


def test_no_header_of_a_file_tells_its_age_and_all_files_have_the_same(browser, at):
    path, _ = at("Tiếng")
    other, _ = at("Phim")
    browser.get(path)  # the first answer of a session sets its cookie
    answers = [
        browser.get(address, buffered=True, headers=asked)
        for address in (f"{path}/recording", f"{other}/recording")
        for asked in ({}, {"If-Modified-Since": "Wed, 21 Oct 2099 07:28:00 GMT"}, {"If-None-Match": "*"})
    ]
    papers = [browser.get(f"{each}/pdf") for each in (path, other)]

    assert {answer.status_code for answer in (*answers, *papers)} == {200}
    for alike in (answers, papers):
        assert [headers(answer) for answer in alike] == [headers(alike[0])] * len(alike)
    for answer in (*answers, *papers):
        assert {"ETag", "Last-Modified", "Age", "Expires"}.isdisjoint(answer.headers)
        assert answer.headers["Cache-Control"] == "no-store"


def test_where_there_is_no_recording_the_answer_is_that_of_no_essay(browser, at):
    path, code = at("Tranh")
    missing = browser.get(f"{path}/recording")
    unknown = browser.get(f"{path.replace(code, 'CDFHJKM')}/recording")

    assert "player" not in browser.get(path).text
    assert (missing.status_code, unknown.status_code) == (404, 404)
    assert without_clock(missing.text.replace(code, "")) == without_clock(unknown.text.replace("CDFHJKM", ""))


@pytest.mark.parametrize("name", ["recording", "pdf"])
def test_only_judges_on_whose_desk_it_lies_get_the_files(contest, client, client_for, at, name):
    path, _ = at("Phim")
    people = [contest.secretary_id, contest.chair_id, contest.authors["Phim"], contest.judge("Người Khác")]
    answers = [client_for(person).get(f"{path}/{name}").status_code for person in people]

    assert set(answers) <= {403, 404}
    assert client.get(f"{path}/{name}").status_code == 302


# --- PDF ----------------------------------------------------------------------------------------------------


def text_of(raw: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(raw)
    return [document[number].get_textpage().get_text_range() for number in range(len(document))]


def test_an_essay_is_fetched_as_a_pdf_with_its_code_on_every_page(browser, at, contest):
    path, code = at("Tiếng")
    page = browser.get(path).text
    answer = browser.get(f"{path}/pdf")
    pages = text_of(answer.data)

    assert f'<a href="{path}/pdf" download>PDF to read or print</a>' in page
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{code}.pdf"'
    assert [code in page for page in pages] == [True] * len(pages)
    kept = planted.word_document().kept
    said = " ".join(" ".join(pages).split())
    assert {word for word in kept if word not in said} == set()


@pytest.mark.parametrize("title", TITLES)
def test_nothing_that_was_planted_is_in_any_file_that_a_judge_can_fetch(browser, at, title):
    path, _ = at(title)
    page = browser.get(path)
    links = set(re.findall(rf'(?:href|src)="({path}/[^"]+)"', page.text))
    fetched = {link: browser.get(link, buffered=True) for link in links if not link.endswith("/recuse")}

    wanted = {"Phim": {"recording", "pdf"}, "Tiếng": {"recording", "pdf"}, "Tranh": {"pages/1", "pdf"}}
    assert wanted[title] <= {link.removeprefix(f"{path}/") for link in fetched}
    for link, answer in fetched.items():
        assert answer.status_code == 200
        assert tokens_in(answer.data) == set(), link
        assert tokens_in(str(answer.headers).encode()) == set(), link
    assert tokens_in(page.data) == set()


def test_pictures_of_pages_are_printed_one_a_page(browser, at, contest):
    path, code = at("Tranh")
    raw = browser.get(f"{path}/pdf").data
    essay = contest.factory.read(queries.essay, contest.round_id, code)
    pages = text_of(raw)

    assert essay.kind == "pages"
    assert (len(pages), all(code in page for page in pages)) == (essay.pages, True)
    document = pypdfium2.PdfDocument(raw)
    assert all(len(list(document[number].get_objects(filter=(3,)))) == 1 for number in range(len(document)))


def test_the_desks_of_two_judges_give_the_same_bytes_and_no_date_or_program_of_the_author(
    contest, client_for, at
):
    path, code = at("Tiếng")
    raws = {client_for(judge).get(f"{path}/pdf").data for judge in contest.judges}

    (raw,) = raws
    assert re.search(rb"/(?:CreationDate|ModDate|Author|Producer)\b", raw) is None
    assert {
        reading.code for reading in contest.factory.read(assignment.desk, contest.judges[0], contest.round_id)
    } >= {code}


def test_the_answer_of_a_pdf_is_that_of_no_essay_where_there_is_none(browser, at):
    path, code = at("Tranh")
    assert browser.get(f"{path.replace(code, 'CDFHJKM')}/pdf").status_code == 404


def test_a_pdf_of_the_same_copy_is_the_same_whenever_and_wherever_it_is_made(contest, at):
    """The organiser's clock and the order of making leave no trace."""
    paper = Paper("K7QR2XC", "Sông", "<p>Nước <em>chảy</em>.</p>", own=(("Hỏi", "Đáp"),))
    assert essay_paper.pdf(paper) == essay_paper.pdf(paper)
    assert essay_paper.pdf(Paper("K7QR2XH", "Sông", "<p>Nước <em>chảy</em>.</p>")) != essay_paper.pdf(paper)
    assert io.BytesIO(essay_paper.pdf(paper)).read(5) == b"%PDF-"

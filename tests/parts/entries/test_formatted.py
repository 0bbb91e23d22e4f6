"""A typed text with headings, lists and tables: cleaned, kept, vouched for, made blind, sent on, erased."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.anonymisation.converters import render
from contest.anonymisation.rules.highlight import plain
from contest.anonymisation.rules.leaks import redact_html
from contest.entries import author_queries as own
from contest.entries import (
    comparing,
    erasing,
    files,
    intake,
    mending,
    queries,
    screening_queries,
    service,
    verification,
    vouching,
)
from contest.entries.intake import Draft, Stamp
from contest.entries.models import Version
from contest.entries.rules.mending import Cut
from contest.kernel import markup as markup_rules
from contest.kernel.errors import RuleBroken
from contest.kernel.keys import new_key
from contest.platform.crypto import sha256
from contest.platform.database import db, unit_of_work
from contest.platform.sanitise import clean_for_judges, clean_typed, recheck_typed
from tests import deepgrep, word_clipboard
from tests.factories import NOW, Factory
from tests.parts.entries.conftest import Contest

HTML = "<h2>Chợ quê</h2><p>Một phiên <em>sáu</em> lần trong tháng.</p><ul><li><p>rau</p></li><li><p>cá</p></li></ul>"
TEXT = "Chợ quê\n\nMột phiên sáu lần trong tháng.\n\nrau\ncá"
DECLARED = ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")


def save(contest: Contest, key: str, *, leaving: bool = True, **fields: str) -> intake.Saved:
    revision = contest.factory.read(own.draft, key, contest.author_id).revision
    saved: intake.Saved = contest.factory.do(
        intake.save_draft, key, Draft(**fields), author_id=contest.author_id, stamp=Stamp(revision), now=NOW,
        leaving=leaving,
    )  # fmt: skip
    return saved


def kept(contest: Contest, key: str) -> tuple[str, str]:
    draft = contest.factory.read(own.draft, key, contest.author_id)
    return draft.text, draft.markup


def written(contest: Contest) -> str:
    key = contest.draft(category_id=contest.category_id)
    save(contest, key, title="Chợ quê buổi sáng", markup=HTML)
    return key


def submitted(contest: Contest) -> str:
    key = written(contest)
    submit(contest, key)
    return key


def submit(contest: Contest, key: str) -> int:
    given = {"author_id": contest.author_id, "token": new_key(), "declared": DECLARED, "now": NOW}
    number: int = contest.factory.do(service.submit, key, **given)
    return number


# --- cleaning ---------------------------------------------------------------------------------------------------


def test_nothing_that_word_hides_in_its_clipboard_is_kept_and_all_that_was_written_is() -> None:
    pasted = word_clipboard.html()
    assert len(deepgrep.tokens_in(pasted)) > 28
    markup, text = clean_typed(pasted)
    for each in (markup, text, clean_for_judges(pasted), render("formatted", pasted.encode()).html):
        assert (deepgrep.tokens_in(each) != set(), "base64" in each, "mso" in each.lower(), "=" in each) == (
            False,
        ) * 4
        words = " ".join(plain(each).split())
        assert [sentence for sentence in word_clipboard.KEPT if sentence not in words] == []
    assert deepgrep.tokens_in([markup, text]) == set()


def test_what_is_kept_stays_what_it_is_however_often_it_is_cleaned() -> None:
    markup, text = clean_typed(word_clipboard.html())
    assert clean_typed(markup) == (markup, text)
    assert (recheck_typed(markup), clean_for_judges(markup)) == (markup, markup)


@given(st.text(alphabet="<>/&;abp1h2liuotrdem ='\"-!\u00a0\u0338\n", max_size=60))
def test_whatever_is_sent_the_cleaner_finds_nothing_more_to_clean(html: str) -> None:
    markup, text = clean_typed(html)
    assert (recheck_typed(markup), clean_for_judges(markup)) == (markup, markup)
    assert plain(markup).split() == (text.split() if markup else [])


@pytest.mark.parametrize(
    "attack",
    [
        "<script>1</script>", "<img src=x onerror=1>", "<svg><p onload=1></svg>", "<p style=x onclick='1'>a</p>",
        "<math><mtext><style><img src=x onerror=1></style>", "<a href='javascript:1'>a</a>",
        "<noscript><p title='</noscript>", "<p>\u0338<img/src/onerror=1>", "<<script>script>1<</script>/script>",
        "<iframe srcdoc='<p>1'>", "<template><p on=1>",
    ],
)  # fmt: skip
def test_no_script_and_no_attribute_comes_through(attack: str) -> None:
    markup, _ = clean_typed(f"<h2>Một</h2>{attack}")
    assert set(re.findall(r"<[^>]*>", markup)) <= {
        f"<{end}{tag}>" for tag in markup_rules.TAGS for end in ("", "/")
    }


# --- keeping ----------------------------------------------------------------------------------------------------


def test_the_server_makes_the_text_of_the_markup_whatever_text_was_sent(contest: Contest) -> None:
    key = written(contest)
    save(contest, key, markup=HTML.replace("rau", "r<b onclick=x>a</b>u"), text="một bài khác hẳn")
    assert kept(contest, key) == (TEXT, HTML.replace("rau", "r<strong>a</strong>u"))


def test_paragraphs_alone_are_kept_as_plain_text(contest: Contest) -> None:
    key = written(contest)
    save(contest, key, markup="<p>Một<br>hai</p><p>ba</p>")
    assert kept(contest, key) == ("Một\nhai\n\nba", "")


def test_a_page_without_scripts_keeps_the_structure_until_the_words_are_changed(contest: Contest) -> None:
    key = written(contest)
    save(contest, key, title="Tên mới", text=TEXT.replace("\n", "\r\n"))
    assert kept(contest, key) == (TEXT, HTML)
    save(contest, key, text=TEXT + " và vải")
    assert kept(contest, key) == (TEXT + " và vải", "")


def test_markup_that_cannot_be_kept_is_refused_beside_the_text(contest: Contest) -> None:
    key = written(contest)
    with pytest.raises(RuleBroken) as refused:
        save(contest, key, markup="<blockquote>" * 30)
    assert (refused.value.field, kept(contest, key)) == ("text", (TEXT, HTML))


# --- what was submitted -----------------------------------------------------------------------------------------


def test_the_receipt_vouches_for_the_formatting_and_a_change_of_it_is_another_version(
    contest: Contest,
) -> None:
    key = submitted(contest)
    receipt = contest.factory.read(own.receipt, key, contest.author_id, 1)
    assert receipt.digests == {"sha256_text": sha256(TEXT.encode()), "sha256_markup": sha256(HTML.encode())}
    assert json.loads(receipt.document)["v"] == 2
    brought = contest.factory.read(vouching.vouched, receipt.number, [sha256(HTML.encode())])
    assert (brought.fits, brought.is_signed) == ("sha256_markup", True)
    assert submit(contest, key) == 1
    save(contest, key, markup=HTML.replace("h2", "h3"))
    assert submit(contest, key) == 2


def test_the_check_of_the_installation_notices_altered_formatting(contest: Contest) -> None:
    submitted(contest)
    assert contest.factory.read(verification.faults) == []
    for altered in (HTML.replace("ul>", "ol>"), ""):
        with contest.factory.app.app_context(), unit_of_work():
            db.session.query(Version).update({"markup": altered})
        (fault,) = contest.factory.read(verification.faults)
        assert "what it vouches for was altered" in fault


def test_judges_get_the_structure_and_redaction_goes_on_in_it(contest: Contest) -> None:
    key = submitted(contest)
    contest.screen(key)
    (work,) = contest.factory.read(queries.accepted_for_coding, contest.edition_id)
    rendition = render("formatted", work.markup.encode())
    assert (work.text, rendition.html, rendition.text) == (TEXT, HTML, TEXT)
    assert redact_html(rendition.html, ["Chợ quê"]) == HTML.replace("Chợ quê", "▇▇")
    seen = contest.factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert seen.markup == HTML


def test_a_file_in_place_of_the_text_leaves_the_formatting_out_of_the_version(contest: Contest) -> None:
    key = written(contest)
    with contest.factory.app.app_context():
        received = files.receive(TEXT.encode(), "bài.txt")
    contest.factory.do(intake.attach_file, key, received, author_id=contest.author_id, now=NOW)
    submit(contest, key)
    assert contest.factory.read(comparing.of_version, key, 1, reader_id=contest.author_id).markup == ""
    assert kept(contest, key) == (TEXT, HTML)


def test_erasing_leaves_no_formatting(factory: Factory, contest: Contest) -> None:
    key = submitted(contest)
    entry_id = factory.read(own.draft, key, contest.author_id).id
    factory.do(erasing.empty, [entry_id], now=NOW)
    assert kept(contest, key) == ("", "")
    assert factory.read(comparing.of_version, key, 1, reader_id=contest.author_id).markup == ""


def test_a_passage_is_taken_out_of_the_formatted_text_and_put_back(
    factory: Factory, contest: Contest
) -> None:
    key = written(contest)
    revision = factory.read(own.draft, key, contest.author_id).revision
    cuts = [Cut(0, 7, is_line=True), Cut(TEXT.index("sáu"), TEXT.index("sáu") + 7)]
    mend = mending.Mending(revision, "text", "Chợ quê")
    factory.do(mending.take_out, key, mend, cuts, author_id=contest.author_id, now=NOW)
    assert kept(contest, key) == (
        "Một phiên … trong tháng.\n\nrau\ncá",
        HTML.replace("<h2>Chợ quê</h2>", "").replace("<em>sáu</em> lần", "<em>…</em>"),
    )
    factory.do(mending.put_back, key, author_id=contest.author_id, now=NOW)
    assert kept(contest, key) == (TEXT, HTML)

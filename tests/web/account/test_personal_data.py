"""A person's copy of what is held of them: whole, and nobody else's."""

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal

import sqlalchemy as sa

from contest.assignment import queries as assignment
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.own_fields import OwnField
from contest.editions.rules.secrecy import Sealing
from contest.kernel import clock
from contest.platform.database import UtcDateTime, begin_writing, db
from contest.platform.locked_text import LockedText
from contest.reports.holdings import HOLDINGS, NOTHING
from contest.web.account.personal_data import WORDS
from tests.factories import CATEGORY
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.web.account.browsing import token
from tests.web.office.office_browsing import text

PAGE, COPY = "/account/data", "/account/data/copy"
TEXT = "Làng tôi có một con đường nhỏ chạy dọc bờ sông."
TEXTS = (sa.String, sa.Text, sa.JSON, sa.LargeBinary, LockedText)

# What pages put into words, or is a key, so that no planted word can stand there.
KNOWN_WORDS = {
    ("data_request", "kind"): "other",
    ("data_request", "state"): "done",
    ("upload", "key"): "1" * 26,  # the storage takes nothing else
}


def copied(browser):
    """The copy as sent: what data.json says, and the files beside it."""
    sent = browser.post(COPY, data={"csrf_token": token(browser, PAGE)})
    assert (sent.status_code, sent.content_type) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(sent.data)) as package:
        files = {name: package.read(name) for name in package.namelist() if name != "data.json"}
        return json.loads(package.read("data.json")), files


def test_every_table_and_column_is_declared():
    tables = {table.name: set(table.columns.keys()) for table in db.metadata.tables.values()}
    known = [holding.table for holding in HOLDINGS]

    assert sorted([*known, *NOTHING]) == sorted(tables)
    assert {h.table: sorted({*h.left_out, h.owner} - tables[h.table]) for h in HOLDINGS} == {
        name: [] for name in known
    }
    assert all(all(h.left_out.values()) for h in HOLDINGS)
    assert sorted(WORDS) == sorted(known)


def test_no_table_that_holds_nothing_points_to_a_person_but_for_who_acted():
    """What names an account elsewhere says who acted in office: nothing that a person is copied."""
    pointing = {
        (table.name, column.name)
        for table in db.metadata.tables.values()
        for column in table.columns
        if table.name in NOTHING and any(key.column.table.name == "account" for key in column.foreign_keys)
    }

    assert pointing == {
        ("award", "decided_by"),
        ("blind_check", "asked_by"),
        ("computation", "computed_by"),
        ("edition_key", "made_by"),
        ("edition_link", "asked_by"),
        ("edition_link", "agreed_by"),
        ("extension", "extended_by"),
        ("extra_choice", "decided_by"),
        ("fixed_rules", "fixed_by"),
        ("holder_key", "account_id"),
        ("intake_batch", "made_by"),
        ("identity_flag", "judge_id"),
        ("key_meeting", "begun_by"),
        ("key_turn", "account_id"),
        ("prize_reason", "decided_by"),
        ("proposal", "made_by"),
        ("publication", "published_by"),
        ("reported_count", "reported_by"),
        ("rendition", "cleared_by"),
        ("result_claim", "claimed_by"),
        ("result_claim", "confirmed_by"),
        ("rubric_version", "saved_by"),
        ("screening_hold", "secretary_id"),
        ("unit_choice", "decided_by"),
        ("unit_decision", "confirmed_by"),
        ("unit_prize_reason", "decided_by"),
    }


def test_a_copy_holds_whatever_stands_in_every_column_of_a_persons_rows(app, factory, client_for):
    """Rows are written straight into the tables, with a word of their own in each text; all must be in the copy."""
    asked = (OwnField("Bút danh", is_required=False),)
    beside = {"extra_prizes": (ExtraPrize("Nhỏ tuổi nhất", "youngest"),)}
    contest = Judged(factory, categories=(replace(CATEGORY, own_fields=asked),), settings=beside).judging()
    factory.unit("Xã Ven Sông")
    words = Rows(app, contest.authors["Một"]).write()

    said = json.dumps(copied(client_for(contest.authors["Một"]))[0], ensure_ascii=False)

    assert [where for where, word in words.items() if word not in said] == []
    assert len(words) > 45
    assert said.startswith('{"made_at": ')
    assert '"files_lost": ["files/1.txt"]' in said  # the planted row has no file behind it


def test_a_copy_holds_the_files_that_were_sent(factory, client_for):
    edition = factory.edition()
    author = factory.person("Nguyễn Văn Đức")
    factory.entry(edition, author, title="Một", file=("Bai viet.txt", TEXT.encode()), submit=False)

    data, files = copied(client_for(author))

    assert files == {"files/1.txt": TEXT.encode()}
    assert [(f["file_name"], f["text"]) for f in data["stored_file"]] == [("Bai viet.txt", TEXT)]
    assert [(e["title"], e["edition"]) for e in data["entry"]] == [("Một", "Cuộc thi viết Bình Minh")]


def test_a_copy_holds_nothing_of_anybody_else(factory, client_for):
    edition = factory.edition()
    mine, other = (
        factory.person("Nguyễn Văn Đức"),
        factory.person("Trần Thị Khác", email="tran.khac@example.org"),
    )
    factory.entry(edition, mine, title="Bài của tôi")
    factory.entry(edition, other, title="Bài người khác")

    said = json.dumps(copied(client_for(mine))[0], ensure_ascii=False)

    assert ("Bài của tôi" in said, "Bài người khác" in said, "tran.khac@example.org" in said) == (
        True,
        False,
        False,
    )


def test_a_judges_copy_names_works_by_code_and_nobody_who_wrote_one(app, factory, client_for):
    contest = Judged(factory).judging()
    judge = contest.judges[0]
    first = factory.read(assignment.desk, judge, contest.round_id)[0]
    contest.save_marks(first.reading_id, ("8", "7.5"))

    data, files = copied(client_for(judge))

    assert first.code in [reading["blind_copy"] for reading in data["reading"]]
    assert sorted((m["scoresheet"], m["criterion"], Decimal(m["points"])) for m in data["mark"]) == [
        (first.code, "Hình thức", Decimal("7.5")),
        (first.code, "Nội dung", Decimal(8)),
    ]
    said = json.dumps(data, ensure_ascii=False)
    names = [f"Tác Giả {title}" for title in contest.titles]
    assert [word for word in (*names, *map(str, contest.entries.values())) if f'"{word}"' in said] == []
    assert files == {}


def test_the_page_lists_what_is_held_and_what_for(factory, client_for):
    edition = factory.edition()
    author = factory.person("Nguyễn Văn Đức")
    factory.entry(edition, author)

    page = text(client_for(author).get(PAGE))

    assert "Your works Drafts and what became of each: to take part. 1" in page
    assert "Your receipts Number, time, fingerprint: so that you and others can check them. 1" in page
    assert "Your marks" not in page


def test_only_who_is_signed_in_gets_a_copy(client):
    assert client.get(PAGE).status_code == 302
    assert client.post(COPY).status_code in {302, 400}


class Rows:
    """One more row of the person in every table that may hold any, with a planted word in every text column."""

    def __init__(self, app, account_id):
        self.app, self.account = app, account_id
        self.ids = {"account": account_id}
        self.words = {}

    def write(self):
        with self.app.app_context():
            begin_writing()
            for holding in HOLDINGS:
                self._row(holding)
            db.session.commit()
        return self.words

    def _row(self, holding):
        table = db.metadata.tables[holding.table]
        values = {c.name: self._value(holding, c) for c in table.columns if c.name != "id"}
        if holding.table == "account":
            kept = {name: value for name, value in values.items() if ("account", name) in self.words}
            db.session.execute(sa.update(table).where(table.c.id == self.account).values(kept))
            return
        made = db.session.execute(sa.insert(table).values(values))
        self.ids[holding.table] = made.inserted_primary_key[0]

    def _value(self, holding, column):
        target = next((key.column.table.name for key in column.foreign_keys), None)
        if column.name == holding.owner and holding.by_address:
            return self.words["account", "email"]
        if column.name == "actor_id":
            return self.account
        if target is not None:
            return self.ids.get(target) or db.session.scalar(
                sa.select(sa.func.min(db.metadata.tables[target].c.id))
            )
        return self._plain(holding, column)

    def _plain(self, holding, column):
        is_text = isinstance(column.type, TEXTS)
        word = f"zq{len(self.words):03d}x"
        if (holding.table, column.name) in KNOWN_WORDS:
            return KNOWN_WORDS[holding.table, column.name]
        if column.name in {"active", "fs_uniquifier", "language", "kind", "duty", "storage_key"}:
            return None if column.nullable else self._kept(holding, column)
        if is_text and column.name not in holding.left_out:
            self.words[holding.table, column.name] = word
        if isinstance(column.type, sa.JSON):
            return [word]
        if isinstance(column.type, sa.LargeBinary):
            return word.encode()
        if is_text:
            return word
        return self._other(column)

    def _kept(self, holding, column):
        known = {"language": "vi", "kind": "txt", "duty": "observer", "storage_key": "0" * 26}
        return known.get(column.name, f"{holding.table}-{column.name}")

    def _other(self, column):
        if isinstance(column.type, sa.Boolean):
            return False
        if isinstance(column.type, UtcDateTime):
            return clock.now()
        if isinstance(column.type, sa.Date):
            return clock.now().date()
        return 1 if isinstance(column.type, sa.Integer) else Decimal(1)


def test_a_copy_made_while_works_are_sealed_says_what_it_lacks_and_when_that_is_there(factory, client_for):
    contest = Judged(factory, settings={"sealing": Sealing("sealed", 2)})
    three_holders(factory, contest.edition_id, contest.organiser_id)
    contest.entries = {
        title: contest.accepted(contest.authors[title], title=title) for title in contest.titles
    }
    browser = client_for(contest.authors["Hai"])
    before, _ = copied(browser)
    contest.coded_only()
    sealed, _ = copied(browser)

    assert "missing_while_sealed" not in before
    assert sorted(sealed["missing_while_sealed"]) == ["en", "vi"]
    assert (
        "the reasons in what you asked about them and in its answers" in sealed["missing_while_sealed"]["en"]
    )
    assert "sau khi mở niêm phong" in sealed["missing_while_sealed"]["vi"]
    assert "the reasons in what you asked about them and in its answers" in text(browser.get(PAGE))

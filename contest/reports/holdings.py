"""Which columns hold something of a person, whose they are, what a copy leaves out, and what an erasure leaves.

The tables are named, not imported: a table or column that nobody declared here fails a test, so that a copy of one's
data stays whole when the program grows, and an erasure leaves nothing that is not said to stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure does with the rows of a table; `why` names a sentence of people/rules/erasure.py.

    Neither: they are deleted. `keeps`: they stay with these columns as they are, and all others are empty (numbers
    of rows aside). `is_whole`: they stay as they are.
    """

    why: str = ""
    keeps: frozenset[str] = frozenset()
    is_whole: bool = False

    @property
    def is_gone(self) -> bool:
        return not self.why


GONE: Final = Erased()


def stays(why: str) -> Erased:
    return Erased(why, is_whole=True)


def emptied(why: str, *keeps: str) -> Erased:
    return Erased(why, frozenset(keeps))


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with rows about people: whose a row is, what an erasure does with it, what of it a copy leaves out.

    `owner`: the column that holds the account, or an address where `by_address`; where it points to another holding
    a row belongs to whom that one belongs to. `or_address`: the column whose address counts while `owner` is empty.
    `left_out`: columns, each with the reason.
    """

    table: str
    owner: str
    erased: Erased
    by_address: bool = False
    or_address: str = ""
    left_out: Mapping[str, str] = field(default_factory=dict)


SECRET: Final = "whoever has it can sign in or pass for the person"  # noqa: S105 -- a reason, not a password
HASH: Final = "a number made of something that is not kept itself"
MADE: Final = "made by the program of what is here already"
SMALLER: Final = "small copies of the pictures in the file, which is given out itself"
INNER: Final = "orders rows inside the program and says nothing of the person"
ENCRYPTED: Final = "what is in it stands beside it, readable: bank, holder, number"
SEALED_AWAY: Final = "text and files of a work that is with the judges: here again after the opening"
OTHERS: Final = "says who else acted, not something of the person"

# In the order in which a person reads them.
HOLDINGS: Final = (
    Holding(
        "account",
        "id",
        emptied(
            "shell",
            "key",
            "email",
            "full_name",
            "folded_name",
            "fs_uniquifier",
            "created_at",
            "language",
            "links_used",
            "erased_at",
        ),
        left_out={
            "password": SECRET,
            "fs_uniquifier": SECRET,
            "tf_totp_secret": SECRET,
            "totp_counter": INNER,
            "mf_recovery_codes": SECRET,
            "fs_webauthn_user_handle": INNER,
            "folded_name": MADE,
            "links_used": INNER,
            "active": INNER,
        },
    ),
    Holding("consent", "account_id", stays("consents")),
    Holding("web_session", "account_id", GONE, left_out={"token_hash": SECRET, "key": INNER}),
    Holding("known_device", "account_id", GONE, left_out={"token_hash": HASH}),
    Holding(
        "passkey",
        "account_id",
        GONE,
        left_out={
            "credential_id": INNER,
            "public_key": INNER,
            "sign_count": INNER,
            "transports": INNER,
            "backup_state": INNER,
            "extensions": INNER,
            "usage": INNER,
        },
    ),
    Holding(
        "data_request",
        "account_id",
        emptied(
            "register",
            "key",
            "kind",
            "state",
            "asked_at",
            "answer_by",
            "done_by",
            "answered_at",
            "extended_at",
            "settled_at",
            "handled_by",
            "reminded",
        ),
        left_out={"key": INNER, "handled_by": OTHERS, "reminded": INNER},
    ),
    Holding("appointment", "account_id", stays("duties")),
    Holding(
        "invitation",
        "email",
        GONE,
        by_address=True,
        left_out={"key": INNER, "invited_by": OTHERS, "category_ids": INNER},
    ),
    Holding("barred_person", "email", stays("barred"), by_address=True, left_out={"folded_name": MADE}),
    Holding(
        "entry",
        "author_id",
        emptied(
            "statistics",
            "key",
            "title",
            "state",
            "words",
            "revision",
            "version_number",
            "author_place",
            "created_at",
            "saved_at",
            "submitted_at",
            "withdrawn_at",
            "withdrawn_late",
        ),
        left_out={"revision": INNER, "saved_in": INNER},
    ),
    Holding(
        "version",
        "entry_id",
        emptied("statistics", "number", "token", "title", "words", "submitted_at", "in_grace", "erased_at"),
        left_out={"token": INNER},
    ),
    Holding("own_answer", "entry_id", GONE),
    Holding("statement", "entry_id", GONE),
    Holding("receipt", "version_id", stays("receipts")),
    Holding("about_author", "account_id", emptied("prize", "pen_name", "by_pen_name", "saved_at")),
    Holding("guardian", "account_id", GONE),
    Holding("stored_file", "account_id", GONE, left_out={"storage_key": INNER, "previews": SMALLER}),
    Holding("upload", "account_id", GONE, left_out={"key": INNER}),
    Holding("co_author", "account_id", GONE, or_address="email", left_out={"key": INNER}),
    Holding("version_author", "account_id", stays("statistics")),
    Holding("mend", "entry_id", GONE, left_out={"after": HASH}),
    Holding("set_aside", "entry_id", GONE),
    Holding("sealed_work", "entry_id", GONE, left_out={"sealed": SEALED_AWAY, "locked": SEALED_AWAY}),
    Holding("provenance", "entry_id", GONE, left_out={"key": INNER}),
    Holding("provenance_opening", "entry_id", GONE, left_out={"key": INNER, "opened_by": OTHERS}),
    Holding(
        "screening_decision",
        "entry_id",
        emptied("decisions", "verdict", "return_by", "decided_at", "undone_at"),
        left_out={"secretary_id": OTHERS},
    ),
    Holding("name_on_work", "account_id", stays("prize")),
    Holding("office_act", "entry_id", GONE, left_out={"other_id": INNER, "acted_by": OTHERS}),
    Holding(
        "after_request",
        "account_id",
        GONE,
        left_out={"key": INNER, "answered_by": OTHERS, "locked": SEALED_AWAY},
    ),
    Holding(
        "author_question",
        "entry_id",
        GONE,
        left_out={
            "key": INNER,
            "asked_by": OTHERS,
            "closed_by": OTHERS,
            "coded_asked": INNER,
            "coded_answered": INNER,
        },
    ),
    Holding(
        "compared_text",
        "entry_id",
        GONE,
        left_out={"scheme": INNER, "sample": MADE, "is_due": INNER},
    ),
    Holding("likeness_mark", "entry_id", GONE, left_out={"secretary_id": OTHERS, "source_id": OTHERS}),
    Holding(
        "late_permission",
        "account_id",
        emptied("decisions", "key", "until", "given_at", "taken_back_at"),
        left_out={"given_by": OTHERS, "key": INNER},
    ),
    Holding(
        "paper_entry",
        "entry_id",
        emptied(
            "statistics",
            "channel",
            "postmark",
            "arrived",
            "clock",
            "verdict",
            "sheet",
            "taken_in_at",
            "taken_in_by",
            "code_number",
        ),
        left_out={"taken_in_by": OTHERS, "code_number": INNER},
    ),
    Holding("published_result", "entry_id", stays("results"), left_out={"scores": MADE, "copy_ids": INNER}),
    Holding("bank_details", "account_id", GONE, left_out={"locked": ENCRYPTED}),
    Holding("prize_payment", "result_id", stays("prize"), left_out={"marked_by": OTHERS}),
    Holding("published_extra", "entry_id", stays("results")),
    Holding("panel_seat", "account_id", stays("duties")),
    Holding("declared_conflict", "judge_id", GONE, left_out={"key": HASH}),
    Holding("reading", "judge_id", emptied("duties", "kind", "state", "position")),
    Holding("scoresheet", "reading_id", stays("marks"), left_out={"revision": INNER}),
    Holding("mark", "scoresheet_id", stays("marks")),
    Holding("approval", "account_id", stays("duties"), left_out={"digest": MADE}),
    Holding(
        "outbox_message",
        "account_id",
        GONE,
        left_out={"context": INNER, "key": INNER, "attempts": INNER},
    ),
    Holding("audit_event", "actor_id", stays("log"), left_out={"details": INNER}),
)

# Tables that hold nothing to be copied for a person, with the reason.
NOTHING: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "announcement", "announcement_file", "category", "criterion", "declaration", "edition", "edition_link",
            "entering_unit", "milestone", "own_field", "prize", "public_holiday", "round", "rubric", "unit",
            "announcement", "announcement_file", "category", "criterion", "declaration", "edition", "entering_unit",
            "extra_prize", "milestone", "own_field", "prize", "public_holiday", "round", "rubric", "unit",
            "reported_count", "unit_formula", "unit_headcount", "unit_prize", "unit_succession",
        ),
        "settings of contests and the list of units; nobody's own",
    ),
    **dict.fromkeys(
        (
            "computation", "extension", "fixed_rules", "identity_flag",
            "proposal", "publication", "rubric_version", "audit_link",
            "unit_choice", "unit_decision", "unit_prize_reason",
        ),
        "acts in office; who acted stands among the acts in the log",
    ),
    **dict.fromkeys(
        (
            "award", "author_check", "blind_copy", "blind_page", "blind_recording", "carried_score", "closed_keys",
            "copy_redaction", "extra_choice", "prize_reason", "standing", "withdrawal_check", "withdrawn_result",
        ),
        "works by code: nobody can tell whose they are before the seals are opened, and afterwards it is published",
    ),
    "batch_row": "which row of a unit's list became which work; numbers alone",
    **dict.fromkeys(
        ("receipt_commitment", "committed_receipt", "copy_commitment", "committed_copy", "proof_package"),
        "fingerprints that stand for receipts and for works by code, published to be checked; nobody's name",
    ),
    "receipt_list": "fingerprints of receipts by their day, without a name, a title or a contest",
    **dict.fromkeys(
        ("sampled_shingle", "reference_shingle"), "numbers made of texts that stand elsewhere, gone with them"
    ),
    "likeness": "where two texts are alike, which tells of other people's works; gone with either text",
    "reference_text": "texts that the office compares works with, kept until it deletes them",
    "screening_hold": "which secretary has a waiting work in hand, for a quarter of an hour",
    "unit_standing": "how many works came from each unit, and which units won; numbers, and nobody's own",
    "intake_batch": "a list that is being taken in: its rows go as soon as it is done or put aside",
    **dict.fromkeys(
        ("edition_key", "holder_key", "key_meeting", "key_package", "key_turn"),
        "keys of a contest and acts of its key holders in office, who stand in the log; no secret key is kept",
    ),
    "result_claim": "which published code an author proved to be theirs, and who in office looked at the proof",
    "sealed_chunk": "encrypted pieces of works; nobody can tell whose, and without the keys of a work they are noise",
    "blind_check": "that the blindness of a contest was checked, with authors who were made up for it",
    "discarded_file": "names of stored files that are about to be deleted",
    "seal": "the sealed link from a code to a work, which only publication opens",
    "redaction": "words that a secretary blacked out of a copy, gone when the codes are drawn",
    "rendition": "the copy of a work for judges, made of what is here already, gone when the codes are drawn",
}  # fmt: skip

# What stands in a copy in place of the number of a row: the column that names it, or one that leads on to a name.
NAMES: Final[Mapping[str, str]] = {
    "blind_copy": "code",
    "category": "name",
    "criterion": "name",
    "edition": "title",
    "entry": "key",
    "own_field": "label",
    "extra_prize": "name",
    "prize": "name",
    "published_result": "code",
    "reading": "blind_copy_id",
    "reference_text": "title",
    "round": "name",
    "scoresheet": "reading_id",
    "stored_file": "file_name",
    "unit": "name",
    "version": "number",
}

"""What of every table would join a blind copy with a name, and what becomes of it while an edition is sealed.

A blind copy shows a text, a title, pictures, answers, a category. Whatever holds one of these beside a name, or a
digest, a length, a size or a passage of it, joins the two: it leaves the rows when the codes of a sealed edition are
drawn, and comes back when the key holders open it. Tables are named, not imported: one that nobody classed here, or a
new column of one that stays, fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

# What is written in a request: titles and reasons. Its author keeps them.
ASKED: Final = ("before", "wanted", "reason", "answer_reason")
# Stands for a title in every list meanwhile; its author gets the real one, which is locked.
NO_TITLE: Final = "—"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A table whose rows leave altogether: that there is one, or how many, tells what kind of work it is.

    `owner`: the column with the entry; of files there is none, whoever refers to them owns them. `files`: columns
    with the number of a file, which is another one when the row comes back.
    """

    table: str
    owner: str
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Staying:
    """A table whose rows stay: `sealed` columns with what stands there meanwhile, all others are `harmless`.

    `via`: the table through which a row belongs to an entry, where it does not name one itself.
    """

    table: str
    owner: str
    sealed: Mapping[str, Any]
    harmless: frozenset[str]
    via: str = ""
    files: frozenset[str] = frozenset()


def _staying(
    table: str,
    owner: str,
    sealed: Mapping[str, Any],
    harmless: str,
    *,
    via: str = "",
    files: frozenset[str] = frozenset(),
) -> Staying:
    return Staying(table, owner, sealed, frozenset(harmless.split()), via, files)


LEAVING: Final = (
    Leaving(
        "statement", "entry_id", frozenset({"translation_file_id", "proof_file_id", "recording_file_id"})
    ),
    Leaving("own_answer", "entry_id", frozenset({"file_id"})),
    Leaving("mend", "entry_id", frozenset({"file_id"})),
    Leaving("set_aside", "entry_id"),
    Leaving("provenance", "entry_id", frozenset({"file_id"})),
)
FILES: Final = Leaving("stored_file", "")

_FILE: Final = frozenset({"file_id"})
STAYING: Final = (
    _staying(
        "entry",
        "id",
        {"title": NO_TITLE, "text": "", "markup": "", "words": 0, "file_id": None},
        "id key edition_id category_id author_id unit_id state revision saved_in version_number author_place "
        "came_from_id created_at saved_at submitted_at withdrawn_at withdrawn_late",
        files=_FILE,
    ),
    _staying(
        "version",
        "entry_id",
        {"title": NO_TITLE, "text": "", "markup": "", "words": 0, "file_id": None, "declarations": []},
        "id entry_id number token category_id submitted_at in_grace erased_at",
        files=_FILE,
    ),
    # Number and time stay; what is signed, and by whom, is locked for the author: a signature fits one text alone.
    _staying(
        "receipt",
        "version_id",
        {"sha256_text": "", "sha256_file": None, "sha256_own": None, "document": "", "signature": ""},
        "id version_id number issued_at",
        via="version",
    ),
    _staying(
        "screening_decision",
        "entry_id",
        {"checklist": {}, "reason": ""},
        "id entry_id version_id secretary_id verdict causes return_by decided_at undone_at",
    ),
    _staying("provenance_opening", "entry_id", {"reason": ""}, "id key entry_id opened_by opened_at"),
    _staying(
        "after_request",
        "entry_id",
        dict.fromkeys(ASKED, ""),
        # What is written later is locked at once: entries.asked_locked.
        "id key entry_id account_id kind asked_at answer answered_by answered_at locked",
    ),
    _staying(
        "office_act",
        "entry_id",
        {"before": "", "after": "", "reason": ""},
        "id entry_id kind other_id took_unit unit_before_id acted_by acted_at",
    ),
    _staying(
        "paper_entry",
        "entry_id",
        {"reason": "", "undone_reason": "", "claim_reason": ""},
        "id entry_id channel postmark arrived clock verdict sheet taken_in_by taken_in_at code_number",
    ),
)
# Of lists that came in, beside no work of their own: sealed together, once an edition.
OF_EDITION: Final = (
    _staying(
        "intake_batch",
        "edition_id",
        {"rows": [], "faults": [], "kept": [], "settings": {}},
        "id key edition_id state count files_key made_by made_at began_at done_at",
    ),
    _staying("batch_row", "batch_id", {"problem": None}, "id batch_id number entry_id", via="intake_batch"),
)

# The index of copies: taken down with the works and made again from what is kept with them.
INDEX: Final = frozenset({"compared_text", "sampled_shingle", "likeness", "likeness_mark"})
# Pieces of files on their way to drafts that can be submitted no more: given up at the coding.
GIVEN_UP: Final = frozenset({"upload"})

# All that has held something which joins: when it has left, a database may still keep it in places that it uses no
# more. The last ones: of the other side, emptied in the same act or blacked out later; where works lay that are back.
EMPTIED: Final = frozenset(
    {each.table for each in (*LEAVING, FILES, *STAYING, *OF_EDITION)}
    | INDEX
    | GIVEN_UP
    | {"rendition", "redaction", "blind_copy", "committed_copy", "copy_redaction", "sealed_work"}
)

# Tables that join nothing, with the reason.
APART: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "account", "appointment", "bank_details", "barred_person", "blind_check", "consent", "data_request",
            "entering_unit",
            "invitation", "known_device", "late_permission", "panel_seat", "passkey", "unit", "unit_headcount",
            "unit_succession", "web_session",
        ),
        "people, units and their duties; nothing of a work",
    ),
    **dict.fromkeys(
        (
            "announcement", "announcement_file", "category", "criterion", "declaration", "edition", "edition_link",
            "extension", "extra_prize", "fixed_rules", "milestone", "own_field", "prize", "public_holiday", "round",
            "rubric", "rubric_version", "unit_formula", "unit_prize",
        ),
        "settings of a contest, the same for every work",
    ),
    **dict.fromkeys(
        ("about_author", "co_author", "guardian", "name_on_work", "screening_hold", "version_author"),
        "who stands behind a work, and nothing of the work itself",
    ),
    **dict.fromkeys(
        ("reported_count", "reference_text", "reference_shingle", "receipt_list"),
        "works that are not judged here, and digests with chance in them",
    ),
    **dict.fromkeys(
        ("rendition", "redaction", "blind_copy", "blind_page", "blind_recording", "closed_keys", "copy_redaction",
         "seal"),
        "the other side: works by their codes; renditions go when the codes are drawn",
    ),
    **dict.fromkeys(
        (
            "approval", "author_check", "award", "carried_score", "computation", "declared_conflict", "extra_choice",
            "identity_flag", "mark", "prize_reason", "proposal", "reading", "scoresheet", "standing",
            "withdrawal_check",
        ),
        "judging by code",
    ),
    **dict.fromkeys(
        (
            "prize_payment", "publication", "published_extra", "published_result", "unit_choice",
            "unit_decision", "unit_prize_reason", "unit_standing", "withdrawn_result",
        ),
        "written after the opening",
    ),
    "author_question": "locked by the installation's keys from the start, and equally long: nothing of it joins",
    "result_claim": "written after the publication by code, from the original that its author brings",
    **dict.fromkeys(
        ("audit_event", "audit_link", "outbox_message"),
        "numbers of rows; of a sealed edition no digest, no size and no file is written there",
    ),
    **dict.fromkeys(
        ("receipt_commitment", "committed_receipt", "copy_commitment", "committed_copy", "proof_package"),
        "digests with chance in them: of a signature that nobody can guess, of a nonce that lies in the seal",
    ),
    **dict.fromkeys(
        ("edition_key", "holder_key", "key_meeting", "key_package", "key_turn"), "keys; nothing of a work"
    ),
    **dict.fromkeys(
        ("sealed_work", "sealed_chunk", "discarded_file"), "what this is about: equally long and encrypted"
    ),
}  # fmt: skip

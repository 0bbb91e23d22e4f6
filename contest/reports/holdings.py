"""Which columns hold something of a person, whose they are, and what a person's copy leaves out, with the reason.

The tables are named, not imported: a table or column that nobody declared here fails a test, so that a copy of one's
data stays whole when the program grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with rows about people: whose a row is, and what of it a copy leaves out.

    `owner`: the column that holds the account, or an address where `by_address`; where it points to another holding
    a row belongs to whom that one belongs to. `left_out`: columns, each with the reason.
    """

    table: str
    owner: str
    by_address: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)


SECRET: Final = "whoever has it can sign in or pass for the person"  # noqa: S105 -- a reason, not a password
HASH: Final = "a number made of something that is not kept itself"
MADE: Final = "made by the program of what is here already"
INNER: Final = "orders rows inside the program and says nothing of the person"
OTHERS: Final = "says who else acted, not something of the person"

# In the order in which a person reads them.
HOLDINGS: Final = (
    Holding(
        "account",
        "id",
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
    Holding("consent", "account_id"),
    Holding("web_session", "account_id", left_out={"token_hash": SECRET, "key": INNER}),
    Holding("known_device", "account_id", left_out={"token_hash": HASH}),
    Holding(
        "passkey",
        "account_id",
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
    Holding("appointment", "account_id"),
    Holding(
        "invitation",
        "email",
        by_address=True,
        left_out={"key": INNER, "invited_by": OTHERS, "category_ids": INNER},
    ),
    Holding("barred_person", "email", by_address=True, left_out={"folded_name": MADE}),
    Holding("entry", "author_id", left_out={"revision": INNER, "saved_in": INNER}),
    Holding("version", "entry_id", left_out={"token": INNER}),
    Holding("receipt", "version_id"),
    Holding("about_author", "account_id"),
    Holding("guardian", "account_id"),
    Holding("stored_file", "account_id", left_out={"storage_key": INNER}),
    Holding("screening_decision", "entry_id", left_out={"secretary_id": OTHERS}),
    Holding("late_permission", "account_id", left_out={"given_by": OTHERS, "key": INNER}),
    Holding("published_result", "entry_id", left_out={"scores": MADE}),
    Holding("panel_seat", "account_id"),
    Holding("declared_conflict", "judge_id", left_out={"key": HASH}),
    Holding("reading", "judge_id"),
    Holding("scoresheet", "reading_id", left_out={"revision": INNER}),
    Holding("mark", "scoresheet_id"),
    Holding("approval", "account_id", left_out={"digest": MADE}),
    Holding("outbox_message", "account_id", left_out={"context": INNER, "key": INNER, "attempts": INNER}),
    Holding("audit_event", "actor_id", left_out={"details": INNER}),
)

# Tables that hold nothing to be copied for a person, with the reason.
NOTHING: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "announcement", "announcement_file", "category", "criterion", "declaration", "edition", "entering_unit",
            "milestone", "prize", "round", "rubric", "unit", "unit_succession",
        ),
        "settings of contests and the list of units; nobody's own",
    ),
    **dict.fromkeys(
        ("computation", "extension", "fixed_rules", "proposal", "publication", "rubric_version", "audit_link"),
        "acts in office; who acted stands among the acts in the log",
    ),
    **dict.fromkeys(
        ("award", "blind_copy", "blind_page", "conflict_key", "standing"),
        "works by code: nobody can tell whose they are before the seals are opened, and afterwards it is published",
    ),
    "seal": "the sealed link from a code to a work, which only publication opens",
    "rendition": "the copy of a work for judges, made of what is here already, gone when the codes are drawn",
}  # fmt: skip

# What stands in a copy in place of the number of a row: the column that names it, or one that leads on to a name.
NAMES: Final[Mapping[str, str]] = {
    "blind_copy": "code",
    "category": "name",
    "criterion": "name",
    "edition": "title",
    "entry": "key",
    "prize": "name",
    "reading": "blind_copy_id",
    "round": "name",
    "scoresheet": "reading_id",
    "stored_file": "file_name",
    "unit": "name",
    "version": "number",
}

"""Every permission there is; a page names one, policy.py says who has it."""

from enum import StrEnum


class Permission(StrEnum):
    """What a page or an action needs."""

    # public and account
    SEE_PUBLIC = "public:see"
    SEE_ACCOUNT = "account:see"
    # installation
    SET_UP_INSTALLATION = "installation:set-up"
    ADMINISTER = "installation:administer"
    READ_OUTBOX = "installation:read-outbox"
    HANDLE_DATA_REQUESTS = "installation:data-requests"
    MANAGE_UNITS = "units:manage"
    CREATE_EDITION = "edition:create"
    # author
    WRITE_ENTRY = "entry:write"
    # contact of a unit
    SEE_OWN_UNIT = "unit:see-own"
    # office
    SEE_OFFICE = "office:see"
    SEE_STATISTICS = "statistics:see"
    SEE_CLOSING_REPORT = "closing-report:see"
    EDIT_EDITION = "edition:edit"
    COPY_EDITION = "edition:copy"
    APPOINT = "edition:appoint"
    BAR_PEOPLE = "edition:bar-people"
    KEEP_REFERENCES = "references:keep"
    TAKE_IN_PAPER = "entry:take-in-paper"
    PERMIT_LATE = "edition:permit-late"
    SCREEN = "entry:screen"
    ANSWER_REQUESTS = "entry:answer-requests"
    ASK_AUTHORS = "entry:ask-authors"
    OPEN_DRAFTS = "entry:open-drafts"
    SEE_REVIEWS = "entry:see-reviews"
    SEE_KEYS = "keys:see"
    HOLD_KEY = "keys:hold"
    MANAGE_KEYS = "keys:manage"
    ASK_IDENTITY = "keys:ask-identity"
    CLEAR_LEAKS = "entry:clear-leaks"
    REDACT_COPIES = "copy:redact"
    DRAW_CODES = "entry:draw-codes"
    ASSIGN = "assignment:manage"
    SEE_PROGRESS = "judging:progress"
    SEE_GOING_ON = "results:going-on"
    SEE_SCORES = "results:see-scores"
    READ_COPIES = "copy:read"
    DECIDE_AWARDS = "results:decide-awards"
    APPROVE_RESULTS = "results:approve"
    PUBLISH = "results:publish"
    SEE_UNIT_PRIZES = "results:see-unit-prizes"
    GIVE_UNIT_PRIZES = "results:give-unit-prizes"
    SEE_WINNERS = "results:see-winners"
    PAY_PRIZES = "results:pay-prizes"
    READ_AUDIT = "audit:read"
    SEE_BLINDNESS = "blindness:see"
    CHECK_BLINDNESS = "blindness:check"
    PUBLISH_BLINDNESS = "blindness:publish"
    # judge
    SEE_DESK = "judging:desk"
    READ_ESSAY = "judging:read"

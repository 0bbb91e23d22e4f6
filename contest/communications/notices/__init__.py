"""The registry of notices: one visible line each. BY_EVENT and BY_NAME are made from it."""

from collections.abc import Mapping

from contest.communications.notices.account import (
    account_erased,
    address_changed,
    address_in_use,
    confirm_address,
    data_request_news,
    new_address,
    new_device,
    password_changed,
    protection_changed,
    reset_password,
    sign_in_link,
)
from contest.communications.notices.author import (
    closing_put_off,
    co_author_answered,
    co_author_asked,
    co_author_left,
    co_author_removed,
    decision_taken_back,
    entry_accepted,
    entry_forwarded,
    entry_received,
    entry_refused,
    entry_returned,
    entry_withdrawn,
    late_permitted,
    office_acted,
    paper_perhaps_yours,
    provenance_opened,
    question_asked,
    request_answered,
    result_published,
)
from contest.communications.notices.judge import copy_redacted, reading_added, readings_assigned
from contest.communications.notices.notice import Notice, by_event, by_name
from contest.communications.notices.office import (
    copies_committed,
    copy_told,
    data_request_due,
    identity_asked,
    identity_opened,
    invitation,
    key_meeting,
    link_agreed,
    link_asked,
    question_answered,
    receipts_committed,
)
from contest.kernel.events import Event

# Letters that join the title of a work to a name, or say why an author was late.
ABOUT_WORKS: tuple[Notice, ...] = (
    entry_received,
    entry_accepted,
    entry_returned,
    entry_refused,
    decision_taken_back,
    request_answered,
    question_asked,
    office_acted,
    entry_withdrawn,
    result_published,
    late_permitted,
    co_author_asked,
    co_author_answered,
    co_author_removed,
    co_author_left,
    entry_forwarded,
    paper_perhaps_yours,
    provenance_opened,
)

# What somebody gets who lets the own data lie unused: answers about it, and what keeps the account safe.
ABOUT_ACCOUNTS: tuple[Notice, ...] = (
    confirm_address,
    address_in_use,
    reset_password,
    password_changed,
    sign_in_link,
    new_address,
    address_changed,
    new_device,
    protection_changed,
    data_request_news,
)

NOTICES: tuple[Notice, ...] = (
    *ABOUT_ACCOUNTS,
    account_erased,
    data_request_due,
    *ABOUT_WORKS,
    closing_put_off,
    invitation,
    link_asked,
    link_agreed,
    key_meeting,
    identity_asked,
    identity_opened,
    receipts_committed,
    copies_committed,
    readings_assigned,
    reading_added,
    copy_told,
    copy_redacted,
    question_answered,
)

# Letters about a decision leave some minutes later: a secretary who takes it back at once has told nobody.
UNDOABLE: frozenset[str] = frozenset(
    each.TEMPLATE for each in (entry_accepted, entry_returned, entry_refused)
)

# Letters that leave at the full hour, one for all of the same kind that were caused until then.
HOURLY: frozenset[str] = frozenset({copy_told.TEMPLATE})

BY_NAME: Mapping[str, Notice] = by_name(NOTICES)
BY_EVENT: Mapping[type[Event], tuple[Notice, ...]] = by_event(NOTICES)
TO_THE_RESTRICTED: frozenset[str] = frozenset(each.TEMPLATE for each in ABOUT_ACCOUNTS)
# Not read by administrators who must not learn whose work is whose: an answer may quote what an author wrote.
NOT_FOR_THE_BLIND: frozenset[str] = frozenset(each.TEMPLATE for each in (*ABOUT_WORKS, data_request_news))

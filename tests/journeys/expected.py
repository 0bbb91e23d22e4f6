"""Which pages each journey is to have looked at with axe, and which pages none looks at, with the reason."""

from collections.abc import Mapping
from typing import Final

SEEN: Final[Mapping[str, frozenset[str]]] = {
    journey: frozenset(pages.split())
    for journey, pages in {
        "visitor": """
            public.announcements public.edition public.fixed_rules public.landing public.privacy public.receipt_lists
            public.receipts public.verify
            public.rules account.ask_for_link security.forgot_password security.login security.register
            security.send_confirmation security.wan_signin
        """,
        "author": """
            account.address account.agreements account.ask account.data_request account.details account.home
            account.own_sessions account.personal_data account.protection account.second_factor_page
            author.claim author.entries author.new author.receipt author.writing security.change_password
            security.wan_register
        """,
        "judge1": "judge.conflicts judge.desk judge.desks judge.essay judge.recuse judge.tell_visible",
        "secretary": """
            office.barred_people office.blind_copies office.blindness office.editions office.flagged office.home
            office.keys
            office.keys_ask
        """,
        "organiser": """
            office.announcements office.assignment office.barred_people office.blindness office.closing_report
            office.copy office.editions office.forwarding
            office.home office.keys office.keys_ask office.log office.panel office.people office.people_list
            office.progress office.rubric
            office.schedule office.settings office.statistics
        """,
        "chair": """
            office.assignment office.blindness office.editions office.home office.keys office.progress office.results
        """,
        "observer": "office.blindness office.editions office.home office.keys office.log office.progress",
        "contact": "account.home account.own_unit",
        "administrator": """
            account.administration account.data_requests account.handled_request account.messages
            account.retention_terms account.unit account.units account.units_import office.editions office.new
            office.statistics
        """,
        "draft": """
            account.ask_for_link account.message account.recovery_codes account.second_factor_off account.take_address
            account.use_link author.preview judge.preview office.announcement office.announcements office.copy
            office.headcounts office.home office.keys office.people office.people_list office.rubric
            office.rubric_library
            office.schedule office.settings office.settings_categories office.settings_conditions
            office.settings_dates office.settings_declarations office.settings_extra_prizes office.settings_identity
            office.settings_level office.settings_limits office.settings_own_fields office.settings_paper
            office.settings_prizes office.settings_rounds office.settings_rules office.settings_sealing
            office.settings_unit_prizes office.settings_works
            public.edition public.first_run public.invitation security.mf_recovery security.reset_password
            security.two_factor_token_validation
        """,
        "handing in": """
            author.about author.as_judged author.ask_leave author.ask_withdraw author.authors author.check
            author.compare author.drafts public.co_author
        """,
        "screening": """
            author.ask_later author.asked_by_office office.author_questions office.author_requests
            office.blind_copies office.blind_copies_work
            office.late_permissions office.paper office.paper_day office.paper_requests office.paper_work
            office.references office.reviews
            office.screening
            office.screening_compare office.screening_correct office.screening_entry office.screening_find
            office.screening_pages
            office.screening_similar
            office.unit_list office.unit_lists
        """,
        "results": """
            author.bank_details author.result office.payments office.results
            office.results_code office.results_extra_prizes office.results_publish office.results_text
            office.unit_prizes
            office.winners public.results
        """,
        "report": "office.blindness public.blindness",
        "between rounds": "office.progress office.progress_going_on",
        "sealed": """
            office.keys_ask office.keys_by_code office.keys_meeting office.keys_opening office.keys_own
        """,
    }.items()
}

_FILE: Final = "sends a file"
_DATA: Final = "sends data for programs"
_SAME: Final = "shows what the office's page of lists shows, which is looked at"
_ONWARD: Final = "leads on to another page"
_CLOSED: Final = "of Flask-Security, closed here: answers that there is no such page"
NOT_SEEN: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "account.units_export", "account.units_template", "author.draft_enclosure", "author.draft_file",
            "author.draft_own_file", "author.drafts_file", "author.receipt_document", "author.receipt_pdf",
            "author.version_answers",
            "author.version_enclosure", "author.version_file", "author.version_markup", "author.version_own_file",
            "author.version_text",
            "judge.essay_page", "judge.essay_pdf", "judge.essay_recording", "office.blind_copies_picture",
            "office.blind_copies_recording", "author.as_judged_pdf", "author.as_judged_recording",
            "office.blindness_report", "office.closing_report_paper", "office.flagged_picture", "office.keys_minutes",
            "office.headcounts_file", "office.paper_day_file",
            "account.own_list_report", "account.own_list_template", "office.unit_list_report",
            "office.unit_list_template",
            "office.paper_day_labels", "office.paper_labels", "office.paper_receipt", "office.results_text_page",
            "office.results_text_recording", "office.review_file",
            "office.screening_enclosure",
            "office.screening_file", "office.screening_own_file", "office.screening_picture", "office.statistics_file",
            "office.unit_prizes_file",
            "public.announcement_file", "public.blindness_file", "public.calendar", "public.fixed_document",
            "public.poster",
            "public.receipt_list",
            "public.commitment_file", "public.proof_package", "public.receipt_place", "public.verifier_file",
            "author.receipt_proof",
        ),
        _FILE,
    ),
    **dict.fromkeys(
        ("public.announcements_feed", "public.live", "public.ready", "public.unit_search"), _DATA
    ),
    **dict.fromkeys(("account.own_list", "account.own_lists"), _SAME),
    "author.last_receipt": _ONWARD,
    "office.paper_find": _ONWARD,
    "security.confirm_email": _ONWARD,
    **dict.fromkeys(
        (
            "security.mf_recovery_codes", "security.tf_select", "security.two_factor_rescue",
            "security.two_factor_setup", "security.wan_delete",
        ),
        _CLOSED,
    ),
}  # fmt: skip

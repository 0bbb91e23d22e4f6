"""The 43 channels by which a judge may learn who wrote a work, and which tests hold each shut (security.md 1.5).

A channel that nothing closes, or that is closed only so far, stands here with the sentence by which README.md says so.
"""

from dataclasses import dataclass

BLIND, CANARY, JUDGE, OFFICE = (
    "tests/parts/anonymisation/",
    "tests/canary/",
    "tests/web/judge/",
    "tests/web/office/",
)
CORPUS = f"{BLIND}test_converters.py::test_no_planted_token_is_left_and_all_the_text_is"
HIDDEN = f"{BLIND}test_converters.py::test_every_hidden_text_is_told_to_the_secretary"
WALK = f"{CANARY}test_canary.py::test_nobody_is_told_what_is_not_for_them"
SWAP = f"{CANARY}test_swap.py::test_a_judge_cannot_tell_which_of_two_authors_wrote_which_essay"
APART = f"{CANARY}test_canary.py::test_an_essay_of_another_desk_answers_like_one_that_is_not"
HEADERS = f"{CANARY}test_canary.py::test_answers_to_judges_have_no_header_that_tells_of_the_file_behind"
SIDE = f"{JUDGE}test_side_channels.py::"
CACHES = f"{SIDE}test_no_answer_to_a_judge_is_kept_by_a_cache_or_tells_its_age"
MANY = f"{CANARY}test_order.py::test_neither_ids_nor_codes_nor_lists_are_in_the_order_of_arrival"


@dataclass(frozen=True, slots=True)
class Channel:
    """What could tell, what holds it shut, and what README.md says is left of it."""

    what: str
    tests: tuple[str, ...] = ()
    left: str = ""


CHANNELS = {
    "L1": Channel("properties and template of a file", (CORPUS,)),
    "L2": Channel("tracked changes: author, date, deleted text", (CORPUS,)),
    "L3": Channel("comments, initials, ids of people", (CORPUS,)),
    "L4": Channel(
        "revision ids that tie two files to one author",
        (
            f"{BLIND}test_unlinkable.py::test_two_files_of_one_author_share_nothing_but_the_tags_that_all_works_have",
        ),
    ),
    "L5": Channel(
        "pictures, sound and film: EXIF, GPS, tags, bytes behind the end",
        (
            CORPUS,
            (
                f"{BLIND}test_pictures.py::"
                "test_nothing_that_is_planted_in_a_picture_is_left_and_the_secretary_is_told_and_must_look"
            ),
            "tests/parts/media/test_remaking.py::test_nothing_that_is_planted_in_a_film_is_left",
            "tests/parts/media/test_remaking.py::test_nothing_that_is_planted_in_an_mp3_is_left",
        ),
    ),
    "L6": Channel("embedded objects, macros, custom XML, bookmarks, names of styles", (CORPUS,)),
    "L7": Channel(
        "fields of the author's and the file's name, and what they printed last",
        (CORPUS, f"{BLIND}test_converters.py::test_what_was_left_out_of_a_word_document_is_told_by_kind"),
    ),
    "L8": Channel(
        "headers, footers, text boxes, notes",
        (CORPUS, f"{BLIND}test_converters.py::test_a_note_stands_at_the_end_without_a_way_back"),
    ),
    "L9": Channel("hidden, white, tiny text and text beside the page", (HIDDEN,)),
    "L10": Channel(
        "a PDF's properties, attachments, annotations, form values, layers, old revisions",
        (
            CORPUS,
            f"{BLIND}test_converters.py::test_the_pages_of_a_pdf_are_pictures_of_ours",
            f"{BLIND}test_converters.py::test_annotations_and_form_values_are_not_drawn",
        ),
    ),
    "L11": Channel(
        "fonts, page size and language of the word processor",
        (
            (
                f"{BLIND}test_unlinkable.py::"
                "test_font_page_style_and_language_of_the_word_processor_leave_no_byte_behind"
            ),
            f"{BLIND}test_essay_paper.py::test_the_same_copy_gives_the_same_bytes_and_all_fonts_are_ours",
        ),
    ),
    "L12": Channel(
        "the file's own name, and the name of a download",
        (
            HEADERS,
            f"{JUDGE}test_essay_files.py::test_an_essay_is_fetched_as_a_pdf_with_its_code_on_every_page",
        ),
    ),
    "L13": Channel(
        "storage keys and digests in addresses",
        (
            WALK,
            f"{BLIND}test_coding.py::test_no_blind_row_and_no_blind_file_holds_anything_of_an_author",
            f"{BLIND}test_recorded.py::test_a_recording_is_coded_under_a_storage_key_of_its_own",
        ),
    ),
    "L14": Channel(
        "ids and codes that grow with the arrival",
        (
            (
                f"{BLIND}test_unlinkable.py::"
                "test_what_is_drawn_has_no_likeness_to_the_order_in_which_it_was_drawn"
            ),
            MANY,
            f"{CANARY}test_order.py::test_codes_have_no_counter_in_them",
        ),
    ),
    "L15": Channel(
        "ids made of the machine and the time",
        ("tests/architecture/test_channels.py::test_no_key_is_made_of_the_machine_the_time_or_weak_chance",),
    ),
    "L16": Channel(
        "times of submission, of saving, of files",
        (SWAP, f"{CANARY}test_canary.py::test_a_judge_sees_no_time_but_the_servers_and_the_own"),
    ),
    "L17": Channel(
        "the order of lists",
        (
            MANY,
            f"{CANARY}test_order.py::test_a_desk_has_an_order_of_its_own_that_neither_codes_nor_ids_explain",
            f"{CANARY}test_order.py::test_the_page_lists_the_works_as_the_desk_does",
        ),
    ),
    "L18": Channel(
        "entity tags, dates and lengths in headers",
        (
            HEADERS,
            CACHES,
            f"{JUDGE}test_essay_files.py::test_no_header_of_a_file_tells_its_age_and_all_files_have_the_same",
        ),
    ),
    "L19": Channel(
        "another answer where something is there but hidden",
        (APART, f"{JUDGE}test_desk_and_essay.py::test_essays_of_others_and_none_at_all_answer_alike"),
    ),
    "L20": Channel(
        "search, filters and sorting by what is hidden",
        (f"{SIDE}test_a_question_about_a_hidden_field_answers_as_nonsense_does", WALK),
    ),
    "L21": Channel(
        "exports, print views, other formats of a page",
        (WALK, SWAP, f"{CANARY}test_canary.py::test_every_route_was_asked_for"),
    ),
    "L22": Channel(
        "letters: addresses, subject, ids, words",
        (
            f"{CANARY}test_canary.py::test_no_letter_to_an_official_tells_of_an_author",
            f"{OFFICE}test_assignment.py::test_a_letter_to_a_judge_names_no_work",
            "tests/platform/test_mail.py::test_a_letter_has_one_recipient",
        ),
    ),
    "L23": Channel(
        "messages between authors and judges",
        (
            WALK,
            "tests/web/account/test_data_rights.py::test_who_judges_does_not_read_what_an_author_wrote",
            (
                f"{CANARY}test_administrators.py::"
                "test_who_has_to_judge_blindly_sees_addresses_but_no_letter_about_a_work"
            ),
        ),
    ),
    "L24": Channel(
        "log lines, error pages, tracebacks",
        (
            f"{SIDE}test_no_line_of_the_programs_log_names_an_author",
            f"{CANARY}test_forms.py::test_answers_to_what_a_judge_sends_tell_nothing",
        ),
    ),
    "L25": Channel(
        "the contest's log",
        (
            f"{OFFICE}test_edition_schedule_pages.py::test_judges_have_no_office",
            (
                f"{OFFICE}test_edition_schedule_pages.py::"
                "test_an_observer_reads_the_log_in_plain_words_and_without_names"
            ),
            f"{BLIND}test_coding.py::test_no_line_of_the_log_joins_a_code_and_an_entry",
        ),
    ),
    "L26": Channel(
        "the report on copies, which names the author of a source",
        (
            WALK,
            "tests/web/test_every_route_for_every_role.py::test_every_route_lets_in_whom_the_table_lets_in",
            (
                f"{OFFICE}test_similar.py::"
                "test_of_a_work_of_another_contest_a_secretary_there_sees_all_others_the_title_and_its_judges_nothing"
            ),
        ),
    ),
    "L27": Channel(
        "what is kept from a judge because of a conflict",
        (
            SWAP,
            (
                "tests/parts/assignment/test_service.py::"
                "test_declaring_while_works_lie_on_the_desk_would_tell_whose_they_are_and_is_refused"
            ),
            f"{BLIND}test_coding.py::test_neither_the_number_nor_the_frequency_of_opaque_keys_can_be_seen",
            (
                "tests/rules/assignment/test_withheld.py::"
                "test_of_two_missing_entries_either_may_be_the_one_of_the_own_unit"
            ),
            (
                "tests/rules/assignment/test_withheld.py::"
                "test_each_judge_lacks_one_entry_whether_or_not_a_conflict_keeps_another_away"
            ),
            (
                "tests/parts/assignment/test_withheld.py::"
                "test_no_desk_has_what_is_withheld_from_its_judge_and_every_judge_lacks_one"
            ),
            (
                "tests/parts/assignment/test_withheld.py::"
                "test_who_knows_the_announced_seed_cannot_foretell_it_without_the_secrets_of_the_installation"
            ),
        ),
        left="judges who never read a code may be of its author's unit",
    ),
    "L28": Channel(
        "a missing number on the desk",
        (
            f"{SIDE}test_a_desk_is_numbered_without_a_gap_also_after_one_was_given_back",
            "tests/parts/assignment/test_service.py::test_every_judge_has_an_order_of_the_own",
        ),
    ),
    "L29": Channel(
        "a category or kind so small that it tells who it is; of the author's unit, age and school nothing is shown",
        (
            WALK,
            SWAP,
            (
                f"{OFFICE}test_crowds.py::test_the_secretary_reads_which_classes_are_small_how_many_they_are_and_what_helps"
                "_and_no_hidden_answer"
            ),
            (
                f"{OFFICE}test_crowds.py::"
                "test_an_organiser_keeps_the_answers_from_the_judges_with_a_reason_and_the_copies_are_made_anew"
            ),
        ),
        left="a category (or a way of coming, such as scans of works on paper) with a single work tells it",
    ),
    "L30": Channel(
        "title, pen name, answers, letters beside the work",
        (
            WALK,
            f"{CANARY}test_canary.py::test_the_own_name_in_a_text_is_blacked_out_for_the_judges",
            f"{BLIND}test_service.py::test_a_title_over_pictures_can_be_redacted",
            (
                f"{OFFICE}test_own_fields.py::"
                "test_an_answer_for_judges_is_searched_like_the_text_cleared_and_shown_without_the_name"
            ),
        ),
    ),
    "L31": Channel(
        "an author who says who it is in the text; a work that was published before",
        (
            (
                "tests/rules/anonymisation/test_planted_leaks.py::"
                "test_nearly_every_planted_trace_is_found_and_clean_essays_are_left_in_peace"
            ),
            (
                f"{JUDGE}test_telling.py::"
                "test_a_flag_goes_from_the_judge_by_code_to_the_secretary_and_comes_back_as_a_redacted_copy"
            ),
            f"{JUDGE}test_desk_and_essay.py::test_an_essay_is_given_back_with_a_reason_and_leaves_the_desk",
        ),
        left="a judge who recognises one gives the essay back",
    ),
    "L32": Channel("how somebody writes; nothing closes it", left="style and content may betray an author"),
    "L33": Channel(
        "how often a work was saved, sent or taken back",
        (SWAP, f"{CANARY}test_swap.py::test_the_two_authors_differ_in_everything_that_must_not_show"),
    ),
    "L34": Channel(
        "payments and who may win what",
        (WALK, f"{OFFICE}test_payments.py::test_nobody_but_the_treasurer_sees_a_number"),
    ),
    # Not by a clock, which says little on a shared machine, but by what takes the time: the questions to the database.
    # On SQLite the list of tables is compared, on PostgreSQL the database refuses every other table as well.
    "L35": Channel(
        "how long an answer takes",
        (
            f"{SIDE}test_a_judges_page_asks_no_table_that_knows_a_name",
            "tests/blindcheck/test_ten_leaks.py::test_it_is_found_when",
            f"{SIDE}test_a_work_of_another_desk_costs_as_many_questions_as_one_that_is_not",
            "tests/platform/test_judge_role.py::test_every_table_that_is_not_named_is_refused_to_a_judges_page",
        ),
    ),
    "L36": Channel(
        "a shared cache that mixes people up",
        (
            CACHES,
            (
                "tests/platform/test_headers.py::"
                "test_pages_pictures_and_errors_carry_every_protection_and_parts_of_pages_their_own"
            ),
        ),
    ),
    "L37": Channel(
        "what a browser remembers for the next person at it",
        (
            f"{SIDE}test_a_browser_keeps_nothing_that_a_judge_types",
            CACHES,
            "tests/architecture/test_routes.py::test_duties_that_exclude_each_other_do_so_both_ways",
        ),
    ),
    "L38": Channel(
        "one person with two duties",
        (
            "tests/parts/editions/test_edition_people.py::test_duties_apart_are_refused_with_the_reason",
            (
                "tests/parts/editions/test_edition_people.py::"
                "test_a_duty_taken_meanwhile_stops_the_acceptance_and_leaves_the_invitation_open"
            ),
        ),
    ),
    "L39": Channel(
        "a right kept from an earlier duty or round",
        (
            (
                "tests/architecture/test_routes.py::"
                "test_a_permission_is_granted_to_exactly_these_duties_in_these_phases"
            ),
            (
                "tests/parts/editions/test_edition_people.py::"
                "test_who_was_secretary_while_works_came_in_never_judges"
            ),
            APART,
        ),
    ),
    "L40": Channel(
        "links, remote pictures, the address sent to other sites",
        (
            "tests/architecture/test_templates.py::test_pages_load_nothing_from_elsewhere",
            "tests/parts/documents/test_sanitise.py::test_no_attribute_link_picture_or_comment_is_left",
            CACHES,
        ),
    ),
    "L41": Channel(
        "public pages before the results",
        (
            f"{CANARY}test_canary.py::test_no_visitor_reads_a_name_before",
            (
                "tests/web/public/test_results.py::"
                "test_before_publication_the_page_is_as_if_the_contest_did_not_exist"
            ),
        ),
    ),
    "L42": Channel(
        "backups, copies to try things with",
        (
            f"{BLIND}test_attacker.py::test_nothing_in_database_and_files_of_a_sealed_edition_pairs_codes_and_entries",
            "tests/platform/test_commands.py::test_the_demonstration_is_not_built_over_somebodys_contest",
            "tests/architecture/test_channels.py::test_no_command_gives_a_copy_of_what_authors_wrote",
        ),
        left="backups and copies made before the coding hold everything",
    ),
    "L43": Channel(
        "what a judge saves on the own device; nothing calls it back",
        (f"{JUDGE}test_essay_files.py::test_an_essay_is_fetched_as_a_pdf_with_its_code_on_every_page",),
        left="what a judge has saved or printed stays with the judge",
    ),
}

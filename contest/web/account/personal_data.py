"""What is held of a person: seen by them, with its purpose, and taken along as a copy."""

from collections.abc import Mapping

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from contest.access.permissions import Permission
from contest.kernel import clock
from contest.people import queries, register
from contest.reports import personal_data as held
from contest.web import actor, data_words, limits
from contest.web.account.pages import pages
from contest.web.downloads import streamed

# What each table is called for the person: its name, and what it is kept for.
WORDS: Mapping[str, tuple[LazyString, LazyString]] = {
    "account": (
        lazy_gettext("Your account"),
        lazy_gettext("Name, year of birth, unit, addresses: to run the contests that you enter."),
    ),
    "consent": (
        lazy_gettext("What you agreed to"),
        lazy_gettext("The texts word for word and when: to prove that you agreed."),
    ),
    "web_session": (
        lazy_gettext("Where you are signed in"),
        lazy_gettext(
            "Browser and times: so that you can end a session that is not yours. Goes when it ends."
        ),
    ),
    "known_device": (
        lazy_gettext("Devices known to you"),
        lazy_gettext("When each was used last: to warn you of a new one."),
    ),
    "passkey": (lazy_gettext("Your passkeys"), lazy_gettext("Their names: to sign in without a password.")),
    "data_request": (
        lazy_gettext("What you asked about your data"),
        lazy_gettext("Your words, our answers, when: to prove that the law was kept."),
    ),
    "appointment": (
        lazy_gettext("Your duties"),
        lazy_gettext("Which duty in which contest, from when to when: who may do what, and who did."),
    ),
    "invitation": (
        lazy_gettext("Invitations to your address"),
        lazy_gettext("To a duty in a contest: so that nobody but you can accept."),
    ),
    "barred_person": (
        lazy_gettext("Lists of people who may not take part"),
        lazy_gettext("Lines with your address: as the rules of a contest keep you from entering."),
    ),
    "entry": (lazy_gettext("Your works"), lazy_gettext("Drafts and what became of each: to take part.")),
    "version": (
        lazy_gettext("Versions that you submitted"),
        lazy_gettext("Each as it was received: to prove what was handed in and when."),
    ),
    "mend": (
        lazy_gettext("Taken out of your drafts"),
        lazy_gettext("Passages that told whose a work is, as they stood: so that you can put them back."),
    ),
    "set_aside": (
        lazy_gettext("Warnings set aside"),
        lazy_gettext("Passages that are not about an author, as you said: so that you are not warned again."),
    ),
    "sealed_work": (
        lazy_gettext("Works that are sealed"),
        lazy_gettext(
            "Their text and files, and the reasons in what you asked about them and in its answers, are closed to the"
            " key holders while they are judged. Ask again after the opening with the results, and the copy has them."
        ),
    ),
    "provenance": (
        lazy_gettext("Drafts and notes kept sealed"),
        lazy_gettext("With a work, as you added them: to show how it came about if that is ever in doubt."),
    ),
    "provenance_opening": (
        lazy_gettext("Reviews of your drafts"),
        lazy_gettext("When and why what you kept sealed was opened."),
    ),
    "own_answer": (
        lazy_gettext("Your answers to further questions"),
        lazy_gettext("What contests asked beside title and text, for the purpose that each question names."),
    ),
    "statement": (
        lazy_gettext("What you said of your works"),
        lazy_gettext(
            "Language, translation, publication, country: to hold works against the rules. No judge sees it."
        ),
    ),
    "receipt": (
        lazy_gettext("Your receipts"),
        lazy_gettext("Number, time, fingerprint: so that you and others can check them."),
    ),
    "about_author": (
        lazy_gettext("What you wrote about yourself with a work"),
        lazy_gettext("Pen name, address and the like, as each contest asked: for what it says beside each."),
    ),
    "guardian": (
        lazy_gettext("Your parent or guardian"),
        lazy_gettext("Who agreed that you take part, and the words they agreed to: as you may be under age."),
    ),
    "stored_file": (
        lazy_gettext("Your files"),
        lazy_gettext("The files themselves and what was read from them: to take part."),
    ),
    "co_author": (
        lazy_gettext("Works that you were asked to be a co-author of"),
        lazy_gettext("By whom you are named, and what you answered: so that nobody is named unasked."),
    ),
    "version_author": (
        lazy_gettext("Versions that name you among several authors"),
        lazy_gettext("In which place and with which unit: to name all authors of a work."),
    ),
    "screening_decision": (
        lazy_gettext("What the secretaries decided"),
        lazy_gettext("About each of your works, with the reason: to tell you and to be checked later."),
    ),
    "name_on_work": (
        lazy_gettext("How your name is spelt on a work"),
        lazy_gettext("Where the secretaries corrected it for one work: to name you rightly with its result."),
    ),
    "office_act": (
        lazy_gettext("What the secretaries changed about your works"),
        lazy_gettext(
            "Category, unit, spelling of a name, merged with another, and why: so that every change can be checked"
            " later."
        ),
    ),
    "after_request": (
        lazy_gettext("What you asked for after the closing time"),
        lazy_gettext("With your reason and the answer: so that it is done, and can be checked later."),
    ),
    "author_question": (
        lazy_gettext("What the secretariat asked you about your works"),
        lazy_gettext(
            "With your answers: so that what is unclear about a work is cleared up, and can be checked later."
        ),
    ),
    "compared_text": (
        lazy_gettext("How far your works are like other texts"),
        lazy_gettext(
            "Numbers of words, reckoned by the program: to find copies. A person decides, not the figure."
        ),
    ),
    "likeness_mark": (
        lazy_gettext("What the secretaries noted of texts that are like your works"),
        lazy_gettext(
            "That a source is your own publication or a quotation, and why: so that it does not count."
        ),
    ),
    "upload": (
        lazy_gettext("Files on their way"),
        lazy_gettext("Files that are not received wholly yet: to go on after a broken line."),
    ),
    "paper_entry": (
        lazy_gettext("Works that came on paper"),
        lazy_gettext("How and when each came, and whether it was in time: the record of the deadline."),
    ),
    "late_permission": (
        lazy_gettext("More time that you were given"),
        lazy_gettext("Until when and why: so that the exception can be checked."),
    ),
    "published_result": (
        lazy_gettext("Your results"),
        lazy_gettext("Place and prize as published: the record of the contest."),
    ),
    "bank_details": (
        lazy_gettext("Your bank details"),
        lazy_gettext(
            "Where a prize is paid to: encrypted, seen by the treasurer alone, deleted after the payment."
        ),
    ),
    "prize_payment": (
        lazy_gettext("Payments of your prizes"),
        lazy_gettext("On which day a prize was paid: for the books."),
    ),
    "published_extra": (
        lazy_gettext("Your extra prizes"),
        lazy_gettext("As published, with the jury's reason: the record of the contest."),
    ),
    "panel_seat": (lazy_gettext("Your seats on panels"), lazy_gettext("Which categories you judge.")),
    "declared_conflict": (
        lazy_gettext("Units whose works you do not read"),
        lazy_gettext("As you declared them: so that you are not given their works."),
    ),
    "reading": (
        lazy_gettext("Works that you read as a judge"),
        lazy_gettext("By code: to give works to judges."),
    ),
    "scoresheet": (
        lazy_gettext("Your scoresheets"),
        lazy_gettext("Remarks, totals and times: they stay with the results."),
    ),
    "mark": (
        lazy_gettext("Your marks"),
        lazy_gettext("Points and words by criterion: they stay with the results."),
    ),
    "approval": (lazy_gettext("Results that you approved"), lazy_gettext("When: the record of the contest.")),
    "outbox_message": (
        lazy_gettext("Letters to you"),
        lazy_gettext("Which, when, to which address: to see what did not arrive."),
    ),
    "audit_event": (
        lazy_gettext("What you did"),
        lazy_gettext("Kind and time of each act: so that afterwards nobody can say that it was otherwise."),
    ),
}


@pages.page("/data", Permission.SEE_ACCOUNT)
def personal_data() -> ResponseReturnValue:
    who = actor.current().account_id
    found = held.counts(who)
    return render_template(
        "account/personal_data.html",
        held=[(*WORDS[table], count) for table, count in found.items()],
        requests=register.of_person(who),
        restricted_at=queries.person(who).restricted_at,
        words=data_words,
    )


@pages.page("/data/copy", Permission.SEE_ACCOUNT, methods=("POST",))
@limits.tries("10 per hour", lambda: f"copy {actor.current().id}")
def personal_data_copy() -> Response:
    """Send a copy of all that is held of the person."""
    who, now = actor.current().account_id, clock.now()
    return streamed(lambda file: held.copy(who, file, now=now), f"contest-{now:%Y-%m-%d}", "zip")

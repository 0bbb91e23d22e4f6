"""The lists of each day's receipts, to be kept by whoever wants to: then none can be added or taken away unseen."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.entries import listing
from contest.platform.crypto import keyring
from contest.web.downloads import attachment
from contest.web.public.pages import pages
from contest.web.templating import zone_name

PAGE = 60


@pages.page("/receipts/lists", Permission.SEE_PUBLIC)
def receipt_lists() -> ResponseReturnValue:
    """List the days, the newest first."""
    before = request.args.get("before", type=int)
    found = listing.lists(before=before, limit=PAGE + 1)
    more = found[PAGE - 1].number if len(found) > PAGE else None
    return render_template(
        "public/receipt_lists.html",
        lists=found[:PAGE],
        pager={
            "prev_url": url_for("public.receipt_lists") if before else None,
            "next_url": url_for("public.receipt_lists", before=more) if more else None,
        },
        zone_name=zone_name(listing.zone_of_lists().key),
        key=keyring().public_key,
    )


@pages.page("/receipts/lists/<int:number>", Permission.SEE_PUBLIC)
def receipt_list(number: int) -> ResponseReturnValue:
    """Send the lines of a list with key and signature, to be kept."""
    day, content = listing.plain(number)
    return attachment(content, f"receipts-{day.isoformat()}", "txt")

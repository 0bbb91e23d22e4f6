"""What an answer says about itself: all that protects a page, and no bytes that protect nothing."""

import pytest

PAGE = {
    "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
    "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options",
}  # fmt: skip
PART = {"Cross-Origin-Resource-Policy", "Referrer-Policy", "X-Content-Type-Options"}
DROPPED = {"Accept-Ranges", "Content-Disposition", "ETag", "Expires"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the same on every database
def test_pages_pictures_and_errors_carry_every_protection_and_parts_of_pages_their_own(client):
    asked = {
        "/account/sign-in": PAGE,
        "/no-such-page": PAGE,
        "/static/img/favicon.svg": PAGE,
        "/static/no-such-file.js": PAGE,
        "/static/css/app.css": PART,
        "/static/js/clock.js": PART,
        "/static/fonts/literata-400.woff2": PART,
    }
    told = {}
    for path in asked:
        with client.get(path) as answer:
            told[path] = set(answer.headers.keys())

    assert {path: names & PAGE for path, names in told.items()} == asked
    assert [path for path, names in told.items() if names & DROPPED] == []

"""A signed-in browser for clients that are no browser: the cookie header, and the token that forms carry."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from contest.people import service as people
from contest.people.models import Account
from contest.platform.database import db


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`cookie` is the whole Cookie header; `form_token` goes into the field csrf_token."""

    cookie: str
    form_token: str


def signed_in(app: Flask, account_id: int, *, now: datetime) -> SignedIn:
    """Open a session in the caller's unit of work; good once that is committed."""
    token = secrets.token_hex(20)
    content = {
        "_user_id": db.session.get_one(Account, account_id).fs_uniquifier,
        "_fresh": True,
        "token": people.begin_session(account_id, now=now),
        "csrf_token": token,
    }
    cookie = app.session_interface.get_signing_serializer(app).dumps(content)
    form_token = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(token)
    return SignedIn(f"{app.config['SESSION_COOKIE_NAME']}={cookie}", form_token)

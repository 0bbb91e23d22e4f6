"""Tables of people: units, accounts, what they sign in with, their sessions and their consents."""

from datetime import date, datetime

from flask_security.core import RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.keys import new_key
from contest.platform.database import Model, primary_key


class Unit(Model):
    """An organisation in the tree of units; `folded_name` is for search without diacritics."""

    __tablename__ = "unit"
    id: Mapped[int] = primary_key()
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    folded_name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(40), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    # The first day and the last, both included; None without limit.
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]


class UnitSuccession(Model):
    """`successor_id` took the place of `predecessor_id` on the day after its last."""

    __tablename__ = "unit_succession"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)
    id: Mapped[int] = primary_key()
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)


class Account(Model, UserMixin):
    """A person who can sign in, or whom an office noted. Roles are appointments in an edition, not columns here."""

    __tablename__ = "account"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: new_key(52))
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    full_name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120), index=True)
    birth_year: Mapped[int | None]
    phone: Mapped[str | None] = mapped_column(String(30))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    language: Mapped[str] = mapped_column(String(5), default="vi")
    is_administrator: Mapped[bool] = mapped_column(default=False)
    # The secret of the authenticator app is encrypted with a key of this installation; of recovery codes stand hashes.
    tf_primary_method: Mapped[str | None] = mapped_column(String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    totp_counter: Mapped[int | None] = mapped_column(
        BigInteger
    )  # of the last code taken: none is taken twice
    mf_recovery_codes: Mapped[list[str] | None]
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]  # there never None
        String(64), unique=True, index=True
    )
    # How many links to sign in were used: each use ends all that were mailed before.
    links_used: Mapped[int] = mapped_column(default=0)
    new_email: Mapped[str | None] = mapped_column(String(254))  # not yet shown to be the person's own
    restricted_at: Mapped[datetime | None]  # since when the person lets the data lie unused
    erased_at: Mapped[datetime | None]  # since when nobody stands behind this row any more
    # Since when an office keeps this row for somebody who took part on paper and has not signed up; and the address
    # that they wrote there, to which no letter goes: nobody has shown it to be theirs.
    unclaimed_since: Mapped[datetime | None]
    contact_email: Mapped[str | None] = mapped_column(String(254), index=True)
    unit: Mapped[Unit | None] = relationship()
    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]  # there of its own kind
        order_by="Passkey.id"
    )

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]  # there they are an attribute
        """Flask-Security asks for roles; ours are appointments in an edition, so there are none here."""
        return []


class WebSession(Model):
    """A signed-in session on the server's side: the cookie carries only the token whose hash stands here."""

    __tablename__ = "web_session"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(40), default="")  # "firefox/windows", see rules/devices.py
    is_strong: Mapped[bool] = mapped_column(default=False)  # begun with a second factor or a passkey


class KnownDevice(Model):
    """A browser in which the account was signed in before, by the hash of a cookie; a new one is told by mail.

    The hash differs from account to account, so the rows do not tell who shares a machine.
    """

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("account_id", "token_hash"),)
    id: Mapped[int] = primary_key()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64))
    last_seen_at: Mapped[datetime]


class Passkey(Model, WebAuthnMixin):
    """A passkey: the public half of a pair whose other half never leaves the person's device."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("account_id", "name"),)
    id: Mapped[int] = primary_key()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(64))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(1024))
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    transports: Mapped[list[str] | None]
    backup_state: Mapped[bool] = mapped_column(default=False)
    device_type: Mapped[str] = mapped_column(String(64), default="single_device")
    extensions: Mapped[str | None] = mapped_column(String(255))
    lastuse_datetime: Mapped[datetime]
    usage: Mapped[str] = mapped_column(String(20), default="first")

    def get_user_mapping(self) -> dict[str, int]:
        """Return whose it is, in Flask-Security's words."""
        return {"id": self.account_id}


class Consent(Model):
    """Which text a person agreed to, word for word, when and in which language."""

    __tablename__ = "consent"
    id: Mapped[int] = primary_key()
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class DataRequest(Model):
    """What a person asked about the own data; states and kinds as in rules/data_requests.py.

    `reminded`: of what the administrators were reminded already.
    """

    __tablename__ = "data_request"
    id: Mapped[int] = primary_key()
    key: Mapped[str] = mapped_column(String(26), unique=True, default=new_key)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    asked_at: Mapped[datetime]
    answer_by: Mapped[date]
    done_by: Mapped[date]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    extension_reason: Mapped[str] = mapped_column(Text, default="")
    extended_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reminded: Mapped[list[str]] = mapped_column(default=list)


class PublicHoliday(Model):
    """A day on which nobody has to answer; those on the same date every year stand in rules/data_requests.py."""

    __tablename__ = "public_holiday"
    id: Mapped[int] = primary_key()
    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(80))

"""Every setting: typed, read once from CONTEST_… variables, refused at start with the variable and the mend."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("vi", "en")
SECRETS_FILE = "secrets.json"
# How many days what is kept no longer than needed is kept, by class; from when on they count: reports/retention.py.
KEEP_DAYS = {
    "drafts": 180,
    "outside": 365,
    "about": 365,
    "barred": 90,
    "invitations": 90,
    "letters": 180,
    "accounts": 365,
    "requests": 730,
    "bank": 90,
    "unpaid": 365,
}


class SettingsError(Exception):
    """A setting is wrong; the message names the variable and how to mend it."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys of this installation, hex, 32 bytes each; lost keys mean lost sessions and unopenable seals."""

    session: str
    password_salt: str
    sealing: str
    conflicts: str
    signing: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole configuration. Defaults are right for one machine and safe in public."""

    instance: Path
    database_url: str
    storage_url: str
    redis_url: str | None
    mail_url: str | None
    mail_sender: str
    base_url: str | None
    time_zone: ZoneInfo
    language: str
    secure_cookies: bool
    trusted_hosts: tuple[str, ...]
    trusted_proxies: int
    upload_limit: int
    media_limit: int
    list_limit: int
    decision_minutes: int  # for which a letter about a decision waits, so that it can be taken back unseen
    session_idle_hours: int
    session_days: int
    has_processors: bool
    keep_days: Mapping[str, int]
    secrets: Secrets = field(repr=False)

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check all settings. Raises SettingsError naming the variable."""
    instance = Path(environ.get("CONTEST_INSTANCE") or ROOT / "instance").resolve()
    _make_private_folder(instance)
    base_url = _base_url(environ)
    return Settings(
        instance=instance,
        database_url=_database_url(environ, instance),
        storage_url=_storage_url(environ, instance),
        redis_url=_url(environ, "CONTEST_REDIS_URL", ("redis", "rediss", "unix")),
        mail_url=_url(environ, "CONTEST_MAIL_URL", ("smtp", "smtps", "smtp+starttls")),
        mail_sender=environ.get("CONTEST_MAIL_SENDER") or "no-reply@localhost",
        base_url=base_url,
        time_zone=_zone(environ),
        language=_one_of(environ, "CONTEST_LANGUAGE", LANGUAGES, "vi"),
        secure_cookies=_flag(
            environ, "CONTEST_SECURE_COOKIES", default=(base_url or "").startswith("https:")
        ),
        trusted_hosts=tuple(
            h.strip() for h in environ.get("CONTEST_TRUSTED_HOSTS", "").split(",") if h.strip()
        ),
        trusted_proxies=_number(environ, "CONTEST_TRUSTED_PROXIES", default=0, least=0, most=5),
        list_limit=_number(environ, "CONTEST_LIST_LIMIT_MB", default=4096, least=1, most=65536) * 1024 * 1024,
        upload_limit=_number(environ, "CONTEST_UPLOAD_LIMIT_MB", default=20, least=1, most=2048)
        * 1024
        * 1024,
        media_limit=_number(environ, "CONTEST_MEDIA_LIMIT_MB", default=2048, least=1, most=10_000)
        * 1024
        * 1024,
        decision_minutes=_number(environ, "CONTEST_DECISION_MINUTES", default=5, least=0, most=24 * 60),
        session_idle_hours=_number(environ, "CONTEST_SESSION_IDLE_HOURS", default=12, least=1, most=24 * 30),
        session_days=_number(environ, "CONTEST_SESSION_DAYS", default=7, least=1, most=90),
        has_processors=_flag(environ, "CONTEST_PROCESSORS", default=False),
        keep_days=_keep_days(environ),
        secrets=_secrets(environ, instance),
    )


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"CONTEST_INSTANCE: the folder {folder} cannot be made ({error.strerror}). "
            "Name a folder that this program may write to."
        ) from error


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("CONTEST_DATABASE_URL") or f"sqlite:///{instance / 'contest.sqlite'}"
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError(
            "CONTEST_DATABASE_URL: only SQLite and PostgreSQL are supported. "
            "Write postgresql://user:password@host/database, or leave it unset for SQLite."
        )
    return url


def _storage_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("CONTEST_STORAGE_URL") or f"local://{instance / 'files'}"
    if not url.startswith("local:///"):
        raise SettingsError(
            "CONTEST_STORAGE_URL: this version stores files in a folder only. "
            "Write local:///absolute/path, or leave it unset for instance/files."
        )
    return url


def _url(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    url = environ.get(name)
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in schemes or not (parts.hostname or parts.path):
        raise SettingsError(
            f"{name}: {url!r} is not understood. Write {schemes[0]}://host:port, or leave it unset."
        )
    return url


def _base_url(environ: Mapping[str, str]) -> str | None:
    url = (environ.get("CONTEST_BASE_URL") or "").rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise SettingsError(
            f"CONTEST_BASE_URL: {url!r} is not the address of this site. Write https://contest.example.org, no path."
        )
    return url


def _zone(environ: Mapping[str, str]) -> ZoneInfo:
    name = environ.get("CONTEST_TIME_ZONE") or "Asia/Ho_Chi_Minh"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"CONTEST_TIME_ZONE: there is no zone {name!r}. Write one like Asia/Ho_Chi_Minh."
        ) from error


def _one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    value = environ.get(name) or default
    if value not in choices:
        raise SettingsError(f"{name}: {value!r} is not one of {', '.join(choices)}.")
    return value


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = (environ.get(name) or "").lower()
    if value not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise SettingsError(f"{name}: {value!r} is neither yes nor no. Write 1 or 0.")
    return value in {"1", "yes", "true"} if value else default


def _number(environ: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingsError(f"{name}: {value!r} is not a whole number from {least} to {most}.")
    return int(value)


def _keep_days(environ: Mapping[str, str]) -> Mapping[str, int]:
    """Read "drafts=90, letters=30": what is not named keeps its default."""
    kept = dict(KEEP_DAYS)
    for part in filter(None, (each.strip() for each in environ.get("CONTEST_KEEP_DAYS", "").split(","))):
        name, _, days = (each.strip() for each in part.partition("="))
        if name not in kept or not days.isascii() or not days.isdigit() or not 1 <= int(days) <= 36_500:
            raise SettingsError(
                f"CONTEST_KEEP_DAYS: {part!r} is not understood. Write a name and days like drafts=90, "
                f"separated by commas; the names are {', '.join(kept)}."
            )
        kept[name] = int(days)
    return kept


def _secrets(environ: Mapping[str, str], instance: Path) -> Secrets:
    stored = _stored_secrets(instance / SECRETS_FILE)
    given = environ.get("CONTEST_SECRET_KEY")
    if given is not None and len(given) < 32:
        raise SettingsError(
            "CONTEST_SECRET_KEY: too short to be secret. Give at least 32 random characters, "
            "or leave it unset and one is made in the instance folder."
        )
    return Secrets(**{**stored, "session": given or stored["session"]})


def _stored_secrets(path: Path) -> dict[str, str]:
    names = Secrets.__slots__
    try:
        # O_EXCL: of two processes starting at once one writes, the other reads what it wrote.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secrets(path, names)
    made = {name: secrets.token_hex(32) for name in names}
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return made


def _read_secrets(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    if path.stat().st_mode & 0o077:
        raise SettingsError(
            f"{path.name}: others may read the keys of this installation. Run: chmod 600 {path}"
        )
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {name: str(bytes.fromhex(stored[name]).hex()) for name in names}
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{path.name}: the keys in {path} are damaged. Restore the file from a backup; "
            "without it sealed identities cannot be opened."
        ) from error

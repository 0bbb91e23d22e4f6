"""Settings are read once and refused with the name of the variable and the mend."""

import json
import stat

import pytest

from contest.settings import SettingsError, read


def test_nothing_needs_to_be_set_on_one_machine(tmp_path):
    settings = read({"CONTEST_INSTANCE": str(tmp_path)})

    assert (settings.uses_sqlite, settings.language, settings.mail_url, settings.upload_limit) == (
        True,
        "vi",
        None,
        20 * 1024 * 1024,
    )


def test_days_of_keeping_are_changed_one_by_one(tmp_path):
    kept = read({"CONTEST_INSTANCE": str(tmp_path), "CONTEST_KEEP_DAYS": "drafts=30, letters = 7"}).keep_days

    assert (kept["drafts"], kept["letters"], kept["requests"]) == (30, 7, 730)


def test_secrets_are_made_once_and_nobody_else_may_read_them(tmp_path):
    first = read({"CONTEST_INSTANCE": str(tmp_path)}).secrets
    second = read({"CONTEST_INSTANCE": str(tmp_path)}).secrets

    assert first == second
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert len({first.session, first.password_salt, first.sealing, first.conflicts, first.signing}) == 5


def test_secrets_do_not_show_in_a_traceback(tmp_path):
    settings = read({"CONTEST_INSTANCE": str(tmp_path)})

    assert settings.secrets.signing not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTEST_DATABASE_URL", "mysql://localhost/contest"),
        ("CONTEST_STORAGE_URL", "s3://bucket"),
        ("CONTEST_REDIS_URL", "localhost:6379"),
        ("CONTEST_MAIL_URL", "mail.example.org"),
        ("CONTEST_BASE_URL", "contest.example.org"),
        ("CONTEST_TIME_ZONE", "Hà Nội"),
        ("CONTEST_LANGUAGE", "fr"),
        ("CONTEST_SECURE_COOKIES", "maybe"),
        ("CONTEST_UPLOAD_LIMIT_MB", "20 MB"),
        ("CONTEST_TRUSTED_PROXIES", "-1"),
        ("CONTEST_KEEP_DAYS", "drafts=never"),
        ("CONTEST_KEEP_DAYS", "essays=30"),
        ("CONTEST_PROCESSORS", "some"),
        ("CONTEST_SECRET_KEY", "short"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(tmp_path, name, value):
    with pytest.raises(SettingsError, match=f"^{name}: "):
        read({"CONTEST_INSTANCE": str(tmp_path), name: value})


def test_secrets_that_others_may_read_are_refused(tmp_path):
    read({"CONTEST_INSTANCE": str(tmp_path)})
    (tmp_path / "secrets.json").chmod(0o644)

    with pytest.raises(SettingsError, match="chmod 600"):
        read({"CONTEST_INSTANCE": str(tmp_path)})


def test_damaged_secrets_are_not_replaced_silently(tmp_path):
    (tmp_path / "secrets.json").write_text(json.dumps({"session": "zz"}))
    (tmp_path / "secrets.json").chmod(0o600)

    with pytest.raises(SettingsError, match="damaged"):
        read({"CONTEST_INSTANCE": str(tmp_path)})


def test_a_plain_postgresql_address_gets_the_driver_we_ship(tmp_path):
    settings = read({"CONTEST_INSTANCE": str(tmp_path), "CONTEST_DATABASE_URL": "postgres://u@h/d"})

    assert settings.database_url == "postgresql+psycopg://u@h/d"

"""Settings: read once, checked, refused in one line when they would put people at risk."""

import secrets
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rapport.errors import BadInput
from rapport.site.config import environment
from rapport.site.config.database import database

SOURCE = Path(__file__).parents[3] / "src"
STRONG = secrets.token_urlsafe(48)


def read(tmp_path, **given):
    return environment.read({"RAPPORT_DATA": str(tmp_path / "data"), **given})


def refusal(tmp_path, **given):
    with pytest.raises(BadInput) as caught:
        read(tmp_path, **given)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_defaults_when_nothing_is_given(tmp_path):
    found = read(tmp_path)

    assert (found.port, found.bind, found.demo, found.tls, found.debug) == (
        8000,
        "127.0.0.1",
        True,
        False,
        False,
    )
    assert found.data == tmp_path / "data"


def test_every_field_has_a_setting_with_a_meaning():
    assert len({setting.name for setting in environment.SETTINGS}) == len(environment.SETTINGS)
    assert len(environment.SETTINGS) == len(environment.Environment.__dataclass_fields__)
    assert all(setting.meaning.endswith(".") for setting in environment.SETTINGS)


def test_data_folder_is_private_also_when_it_was_open(tmp_path):
    (tmp_path / "data").mkdir(mode=0o755)

    found = read(tmp_path)

    for folder in (found.data, found.keys):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_signing_secret_is_made_once_and_private(tmp_path):
    first, second = read(tmp_path), read(tmp_path)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= environment.SECRET_MIN_LENGTH
    assert stat.S_IMODE((first.keys / "signing.key").stat().st_mode) == 0o600
    assert [file.name for file in first.keys.iterdir()] == ["signing.key"]


@pytest.mark.parametrize(
    "weak",
    [
        "Tr0ub4dor&3",
        "x" * 64,
        "abc" * 20,
        "django-insecure-" + STRONG,
        "changeme-changeme-changeme-changeme",
        "password1234password1234password1234",
        "0123456789" * 4,
    ],
)
def test_weak_secret_is_refused_and_never_repeated(tmp_path, weak):
    line = refusal(tmp_path, RAPPORT_SECRET_KEY=weak)

    assert line.startswith("RAPPORT_SECRET_KEY: expected ")
    assert weak not in line


def test_random_secret_is_accepted():
    for make in (secrets.token_urlsafe, secrets.token_hex):
        for size in [16, 24, 32, 48] * 100:
            if len(secret := make(size)) >= environment.SECRET_MIN_LENGTH:
                environment.refuse_weak_secret(secret, name="RAPPORT_SECRET_KEY")


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "10.0.0.5", "example.org"])
def test_public_bind_is_refused_without_tls(tmp_path, bind):
    assert refusal(tmp_path, RAPPORT_BIND=bind).startswith("RAPPORT_BIND: ")
    assert read(tmp_path, RAPPORT_BIND=bind, RAPPORT_TLS="1").bind == bind


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.5.5.5", "::1", "localhost"])
def test_local_bind_needs_no_tls(tmp_path, bind):
    assert read(tmp_path, RAPPORT_BIND=bind).bind == bind


@pytest.mark.parametrize(
    "given",
    [
        {"RAPPORT_HOSTS": "care.example"},
        {"RAPPORT_TLS": "1"},
        {"RAPPORT_BIND": "0.0.0.0", "RAPPORT_TLS": "1"},
    ],
)
def test_debug_is_refused_where_others_can_reach_it(tmp_path, given):
    assert refusal(tmp_path, RAPPORT_DEBUG="1", **given).startswith("RAPPORT_DEBUG: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "８０００"),
        ("PORT", "-1"),
        ("RAPPORT_DEMO", "yes"),
        ("RAPPORT_TLS", "true"),
        ("RAPPORT_HOSTS", "*"),
        ("RAPPORT_HOSTS", "https://a.example"),
        ("RAPPORT_RETENTION_DAYS", "0"),
        ("RAPPORT_RETENTION_DAYS", "99999"),
        ("RAPPORT_SESSION_MINUTES", "1"),
        ("RAPPORT_LANGUAGE", "tlh"),
        ("RAPPORT_EXIT_URL", "http://example.org/"),
        ("RAPPORT_EXIT_URL", "javascript:alert(1)"),
        ("RAPPORT_WEB_THREADS", "1"),
    ],
)
def test_impossible_value_is_refused_with_its_name(tmp_path, name, value):
    assert refusal(tmp_path, **{name: value}).startswith(f"{name}: expected ")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:p@localhost/x",
        "sqlite:////tmp/x.sqlite3?synchronous=NORMAL",
        "sqlite:////tmp/x.sqlite3?synchronous=OFF",
        "sqlite:////tmp/x.sqlite3?journal_mode=MEMORY",
        "sqlite:///",
        "postgresql://rapport@db.example.org/rapport",
        "postgresql://rapport:@db.example.org/rapport",
        "postgresql://rapport:postgres@db.example.org/rapport",
        "postgresql://rapport:aaaaaaaaaaaaaaaa@db.example.org/rapport",
        f"postgresql://rapport:{STRONG}@db.example.org/rapport?sslmode=disable",
        f"postgresql://rapport:{STRONG}@db.example.org/rapport?sslmode=prefer",
        "postgresql://rapport@localhost/",
        "postgresql://rapport@localhost/rapport?options=-csynchronous_commit%3Doff",
    ],
)
def test_unsafe_database_url_is_refused(tmp_path, url):
    with pytest.raises(BadInput) as caught:
        database(url, data=tmp_path)

    assert str(caught.value).startswith("DATABASE_URL: expected ")
    assert STRONG not in str(caught.value)


def test_embedded_database_is_durable(tmp_path):
    found = database("", data=tmp_path)

    assert found["NAME"] == str(tmp_path / "rapport.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
        assert f"PRAGMA {pragma};" in found["OPTIONS"]["init_command"]


def test_postgresql_elsewhere_is_encrypted_and_durable(tmp_path):
    found = database(f"postgresql://rap%40port:{STRONG}@db.example.org:5433/care", data=tmp_path)

    assert (found["USER"], found["HOST"], found["PORT"], found["NAME"]) == (
        "rap@port",
        "db.example.org",
        "5433",
        "care",
    )
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert found["OPTIONS"]["options"] == "-c synchronous_commit=on -c lock_timeout=20s"


@pytest.mark.parametrize(
    "url", ["postgresql:///care?host=/run/postgresql", "postgresql://%2Frun%2Fpostgresql/care"]
)
def test_postgresql_by_socket_needs_no_password(tmp_path, url):
    found = database(url, data=tmp_path)

    assert (found["HOST"], found["PASSWORD"], found["NAME"]) == ("/run/postgresql", "", "care")


def test_behind_tls_cookies_and_transport_are_bound_to_it(tmp_path):
    """Read in a process of its own: Django's settings are made once."""
    ask = (
        "from rapport.site.config import settings as s\n"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SECURE_HSTS_SECONDS > 0, s.SECURE_SSL_REDIRECT, s.DEBUG)"
    )
    given = {"RAPPORT_DATA": str(tmp_path / "data"), "RAPPORT_TLS": "1", "PYTHONPATH": str(SOURCE)}

    told = subprocess.run(
        [sys.executable, "-c", ask], env=given, capture_output=True, text=True, check=True, timeout=60
    )

    assert told.stdout == "__Host-visit __Host-form True True True True False\n"


def test_cookies_are_closed_to_scripts_and_other_sites(settings):
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert getattr(settings, f"{kind}_COOKIE_HTTPONLY") is True
        assert getattr(settings, f"{kind}_COOKIE_SAMESITE") == "Lax"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True
    assert settings.CSRF_COOKIE_AGE is None
    assert settings.DEBUG is False

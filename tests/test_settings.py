"""Production refuses what is unsafe; every value that differs between instances comes from the environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = {
    "SECRET_KEY": "a-key-only-for-this-test-" + "abcdefghij0123456789" * 3,
    "ALLOWED_HOSTS": "paydas.example,www.paydas.example",
    "SITE_URL": "https://paydas.example",
}
INSTANCE = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "DATABASE_URL",
    "SEARCH_URL",
    "EMAIL_URL",
    "STORAGE_URL",
    "PAYDAS_DATA_DIR",
    "STATIC_ROOT",
    "DEBUG",
)


def read_settings(module: str, tmp_path: Path, names: tuple[str, ...] = (), **env: str) -> subprocess.CompletedProcess[str]:
    """Import a settings module in a fresh process; prints the named settings as JSON."""
    code = (
        f"import json; from {module} import *; print(json.dumps({{name: globals()[name] for name in {names!r}}}, default=str))"
    )
    clean = {name: value for name, value in os.environ.items() if name not in INSTANCE}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**clean, "PAYDAS_DATA_DIR": str(tmp_path), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def values(module: str, tmp_path: Path, *names: str, **env: str) -> dict[str, object]:
    answer = read_settings(module, tmp_path, names, **env)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_without(name, value, tmp_path):
    env = {key: text for key, text in COMPLETE.items() if key != name} | ({} if value is None else {name: value})

    answer = read_settings("cms.settings.production", tmp_path, **env)

    assert answer.returncode != 0
    assert f"Set the environment variable {name}" in answer.stderr


def test_production_starts_with_both_and_is_never_in_debug_mode(tmp_path):
    read = values(
        "cms.settings.production", tmp_path, "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", **COMPLETE, **{"DEBUG": "true"}
    )

    assert read == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["paydas.example", "www.paydas.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://paydas.example"],
    }


def test_everything_an_instance_owns_is_in_its_data_folder(tmp_path):
    read = values("cms.settings.production", tmp_path, "DATABASES", "MEDIA_ROOT", "STATIC_ROOT", "SEARCH_INDEX_DIR", **COMPLETE)
    paths = [read["DATABASES"]["default"]["NAME"], read["MEDIA_ROOT"], read["STATIC_ROOT"], read["SEARCH_INDEX_DIR"]]

    assert all(Path(str(path)).is_relative_to(tmp_path) for path in paths)


def test_a_database_url_chooses_postgresql_with_a_pool(tmp_path):
    database = values("cms.settings.dev", tmp_path, "DATABASES", DATABASE_URL="postgres://u:p@db.example:5433/paydas")[
        "DATABASES"
    ]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "paydas")
    assert database["OPTIONS"] == {"pool": {"timeout": 10}}


@pytest.mark.parametrize("name", ["DATABASE_URL", "SEARCH_URL", "SITE_URL", "EMAIL_URL", "STORAGE_URL"])
def test_an_empty_variable_means_the_default(name, tmp_path):
    names = ("DATABASES", "SEARCH_URL", "SITE_URL", "EMAIL_BACKEND", "MEDIA_ROOT")

    assert values("cms.settings.dev", tmp_path, *names, **{name: ""}) == values("cms.settings.dev", tmp_path, *names)


def test_sqlite_writers_wait_and_readers_never_do(tmp_path):
    options = values("cms.settings.dev", tmp_path, "DATABASES")["DATABASES"]["default"]["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 10
    assert "journal_mode=WAL" in options["init_command"]


def manage(tmp_path: Path, *words: str, **env: str) -> tuple[int, str]:
    """Run manage.py in a fresh process; returns its exit code and what it said."""
    clean = {name: value for name, value in os.environ.items() if name not in INSTANCE and name != "DJANGO_SETTINGS_MODULE"}
    answer = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**clean, "PAYDAS_DATA_DIR": str(tmp_path), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("STORAGE_URL", "s3://key:secret@bucket/x", "STORAGE_URL is s3://…, which is not supported"),
        ("STORAGE_URL", "/srv/media", "STORAGE_URL is '/srv/media', which is not supported"),
        ("STORAGE_URL", "file://other-host/srv/media", "which is not supported"),
        ("STORAGE_URL", "file:media", "names no folder"),
        ("STORAGE_URL", "file:///", "names no folder"),
        ("SITE_URL", "paydas.example", "Write scheme and host"),
        ("SITE_URL", "https://paydas.example/folder/", "nothing behind them"),
        ("EMAIL_URL", "nonsense", "EMAIL_URL cannot be read"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL cannot be read"),
        ("DATABASE_URL", "other://user:secret@host/name", "DATABASE_URL cannot be read"),
    ],
)
def test_a_wrong_variable_ends_every_command_with_a_sentence_that_tells_no_password(name, value, sentence, tmp_path):
    code, output = manage(tmp_path, "check", **{name: value})

    assert code == 1
    assert sentence in output
    assert "Traceback" not in output
    assert "secret" not in output


def test_uploads_go_to_the_folder_of_the_storage_url(tmp_path):
    read = values("cms.settings.dev", tmp_path, "MEDIA_ROOT", STORAGE_URL="file:///srv/paydas/y%C3%BCklenen%20dosyalar")

    assert read == {"MEDIA_ROOT": "/srv/paydas/yüklenen dosyalar"}


def test_the_data_folder_may_have_any_name_and_is_made(tmp_path):
    folder = tmp_path / "Şehrin verisi #1?" / "ığ %41"
    read = values("cms.settings.dev", folder, "DATABASES")

    assert read["DATABASES"]["default"]["NAME"] == str(folder / "paydas.sqlite3")
    assert folder.is_dir()


def test_a_data_folder_that_cannot_be_made_is_a_sentence_in_every_command(tmp_path):
    (tmp_path / "file").touch()

    code, output = manage(tmp_path / "file" / "var", "migrate")

    assert code == 1
    assert f"The data folder {tmp_path / 'file' / 'var'} cannot be made" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("command", ["search_rebuild", "search_check", "load_reference", "prepare_site"])
def test_a_command_before_migrate_says_so(command, tmp_path):
    code, output = manage(tmp_path, command)

    assert code == 1
    assert "Run first: manage.py migrate" in output
    assert "Traceback" not in output


def test_a_missing_secret_key_is_a_sentence_in_every_command(tmp_path):
    assert manage(tmp_path, "check", DJANGO_SETTINGS_MODULE="cms.settings.production") == (
        1,
        "Set the environment variable SECRET_KEY; docs/operators.md says how.\n",
    )


def test_production_is_known_by_its_first_host_where_no_address_is_set(tmp_path):
    env = {name: value for name, value in COMPLETE.items() if name != "SITE_URL"}
    names = ("SITE_URL", "WAGTAILADMIN_BASE_URL", "CSRF_TRUSTED_ORIGINS")

    assert values("cms.settings.production", tmp_path, *names, **env) == {
        "SITE_URL": "https://paydas.example",
        "WAGTAILADMIN_BASE_URL": "https://paydas.example",
        "CSRF_TRUSTED_ORIGINS": ["https://paydas.example"],
    }

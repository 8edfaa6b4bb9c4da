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
    assert database["OPTIONS"] == {"pool": True}


@pytest.mark.parametrize("name", ["DATABASE_URL", "SEARCH_URL", "SITE_URL", "EMAIL_URL"])
def test_an_empty_variable_means_the_default(name, tmp_path):
    names = ("DATABASES", "SEARCH_URL", "SITE_URL", "EMAIL_BACKEND")

    assert values("cms.settings.dev", tmp_path, *names, **{name: ""}) == values("cms.settings.dev", tmp_path, *names)


def test_sqlite_writers_wait_and_readers_never_do(tmp_path):
    options = values("cms.settings.dev", tmp_path, "DATABASES")["DATABASES"]["default"]["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 10
    assert "journal_mode=WAL" in options["init_command"]

"""A database as the migrations leave it, made once and copied: they take longer than most tests.

On SQLite it is a file in .cache/, on PostgreSQL a database of the server; its name tells which migrations and models it is of.
Whoever starts from it still runs `migrate`, which then finds nothing to do.
"""

import fcntl
import hashlib
import importlib
import inspect
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache" / "tests"


@cache
def name() -> str:
    """Return a name that changes with every migration and model."""
    files = {Path(file) for model in apps.get_models(include_auto_created=True) if (file := inspect.getsourcefile(model))}
    for config in apps.get_app_configs():
        try:
            found = importlib.import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        files.update(Path(found.__path__[0]).glob("*.py"))
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.name.encode() + file.read_bytes())
    return f"migrated_{digest.hexdigest()[:16]}"


def sqlite_file() -> Path:
    """Return a migrated SQLite database."""
    path = KEPT / f"{name()}.sqlite3"
    with _alone():
        if not path.is_file():
            for old in KEPT.glob("migrated_*"):
                old.unlink()
            with tempfile.TemporaryDirectory(dir=KEPT) as folder:
                fresh = Path(folder) / "fresh.sqlite3"
                _migrate(f"sqlite:///{fresh}")
                copy_sqlite(fresh, path.with_suffix(".partial"))
            path.with_suffix(".partial").rename(path)
    return path


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database, whatever is still in its log."""
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


def postgresql_template() -> str:
    """Return the name of a migrated database on the server of this run."""
    with _alone(), _server() as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name()]).fetchone():
            server.execute(f"DROP DATABASE IF EXISTS {name()}_partial")
            server.execute(f"CREATE DATABASE {name()}_partial")
            _migrate(address(f"{name()}_partial"))
            server.execute(f"ALTER DATABASE {name()}_partial RENAME TO {name()}")
    return name()


def address(database: str) -> str:
    """Return the URL of a database on the server of this run."""
    known = settings.DATABASES["default"]
    return f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{database}"


def start_from_it() -> None:
    """Have the test database of this process begin as a copy."""
    if connection.vendor == "postgresql":
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = postgresql_template()
        return
    source = sqlite_file()
    creation: Any = connection.creation
    made = creation._create_test_db

    def copied(*args: Any, **kwargs: Any) -> str:
        database: str = made(*args, **kwargs)
        connection.settings_dict["NAME"] = database
        with sqlite3.connect(source) as old:
            connection.ensure_connection()
            old.backup(connection.connection)
        old.close()
        return database

    creation._create_test_db = copied


def _migrate(url: str) -> None:
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)


@contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _server() -> Iterator[Any]:
    import psycopg

    with psycopg.connect(address("postgres"), autocommit=True) as server:
        yield server

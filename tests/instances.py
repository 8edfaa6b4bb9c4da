"""Instances of their own for tests that run commands: a data folder each, and on PostgreSQL a database each."""

import os
import subprocess
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests import forked, migrated

POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


@dataclass
class Instance:
    """An instance with a data folder of its own; on PostgreSQL with a database of its own too."""

    folder: Path
    database: str = ""

    @property
    def env(self) -> dict[str, str]:
        own = {"PAYDAS_DATA_DIR": str(self.folder), "DATABASE_URL": self.database, "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
        return {**os.environ, **own}

    def migrate(self) -> None:
        """Make the database as `migrate` leaves it; on PostgreSQL it must have been made so (`databases`)."""
        if not self.database:
            migrated.copy_sqlite(migrated.sqlite_file(), self.folder / "paydas.sqlite3")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run_all(arguments)

    def run_all(self, *commands: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run commands one after the other in one process, which ends with the first that fails."""
        process = forked.Process(forked.manage_all, *commands, env=self.env, apart=True)
        said, errors = process.communicate()
        return subprocess.CompletedProcess(commands, process.wait(), said, errors)

    def well(self, *arguments: str) -> str:
        return self.all_well(arguments)

    def all_well(self, *commands: Sequence[str]) -> str:
        done = self.run_all(*commands)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def told(self, code: str) -> str:
        return next(line for line in self.well(*shell(code)).splitlines() if line[:4].isupper())


def shell(code: str) -> list[str]:
    return ["shell", "--no-imports", "-c", code]


@contextmanager
def databases() -> Iterator[Callable[..., str]]:
    """Yield a maker of databases on the server of this run, empty or migrated, which returns the address of each."""
    made: list[str] = []

    def make(*, empty: bool = True) -> str:
        made.append(f"b{uuid.uuid4().hex[:12]}")
        on_server(f"CREATE DATABASE {made[-1]}" + ("" if empty else f" TEMPLATE {migrated.postgresql_template()}"))
        return migrated.address(made[-1])

    yield make
    for name in made:
        on_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def on_server(statement: str) -> None:
    import psycopg

    known = settings.DATABASES["default"]
    places = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "dbname": "postgres"}
    with psycopg.connect(**places, autocommit=True) as server:
        server.execute(statement)

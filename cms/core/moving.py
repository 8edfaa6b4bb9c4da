"""Moving an instance to another database, SQLite or PostgreSQL, and back: every row copied and compared, in one transaction.

The source is only read. Where anything goes wrong the target holds no row of it, and the move may be run again.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from cms.settings.surroundings import from_url
from search import locks
from search.sequences import newest_id

SOURCE, TARGET = DEFAULT_DB_ALIAS, "target"
ELSEWHERE = ("wagtailsearch",)  # tables that differ from database to database and that this site does not use
OWNED = ("accounts.User", "directory.Organisation")  # who has rows in these has something to lose
BATCH = 500
TOLD = 20  # problems that are named one by one

Model = type[models.Model]


class MoveError(Exception):
    """Why the move was not made, a line for each problem; the target is as empty as it was."""


@dataclass
class Moved:
    """How many rows of each table were copied and found the same."""

    rows: dict[str, int] = field(default_factory=dict)


def move(url: str, *, progress: Callable[[str, int], object] = lambda table, rows: None) -> Moved:
    """Copy every row to the empty database at `url`, compare both, and commit. Raises MoveError where nothing was moved."""
    try:
        with locks.exclusive("worker"):
            return _move(url, progress)
    except locks.BusyError as error:
        raise MoveError(_("The worker is running (%(who)s). Stop it and the web server first.") % {"who": error}) from error
    except DatabaseError as error:
        raise MoveError(_("The database does not take it: %(why)s") % {"why": " ".join(str(error).split())}) from error


def _move(url: str, progress: Callable[[str, int], object]) -> Moved:
    _connect(url)
    _prepare(url)
    moved = Moved()
    with _snapshot(), transaction.atomic(using=TARGET):
        tables = movable()
        for model in tables:
            _empty(model)
        problems: list[str] = []
        for model in tables:
            moved.rows[model._meta.label] = _copy(model, problems)
            progress(model._meta.label, moved.rows[model._meta.label])
        _refuse(problems)
        for model in tables:
            problems += _differences(model, limit=TOLD - len(problems))
        _refuse(problems)
        _go_on_counting(tables)
    connections[TARGET].close()
    return moved


def movable() -> list[Model]:
    """Return every table that is moved, link tables too."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not model._meta.proxy]
    return [model for model in found if model._meta.app_label not in ELSEWHERE]


def _connect(url: str) -> None:
    """Open the target under a name of its own. Raises MoveError where it cannot be, or is the source itself."""
    import environ  # noqa: PLC0415 - as the settings read it

    try:
        config = from_url("DATABASE_URL", environ.Env.db_url_config, url)
    except ImproperlyConfigured as error:
        raise MoveError(str(error).replace("DATABASE_URL", _("The address of the target"))) from error
    if not config["ENGINE"].endswith((".sqlite3", ".postgresql")):
        raise MoveError(_("The target is SQLite or PostgreSQL: sqlite:////path or postgres://user:password@host:5432/name"))
    if config["ENGINE"].endswith(".sqlite3"):
        config["OPTIONS"] = settings.SQLITE_OPTIONS
    connections.settings[TARGET] = connections.configure_settings({SOURCE: connections.settings[SOURCE], TARGET: config})[
        TARGET
    ]
    here, there = connections[SOURCE].settings_dict, connections[TARGET].settings_dict
    if all(str(here[part]) == str(there[part]) for part in ("ENGINE", "NAME", "HOST", "PORT")):
        raise MoveError(_("The target is the database that this instance uses."))
    connections[TARGET].ensure_connection()


def _prepare(url: str) -> None:
    """Give the target its tables; refuse one that holds anything. Migrations run as they would there, in their own process."""
    tables = connections[TARGET].introspection.table_names()
    owned = [apps.get_model(label) for label in OWNED]
    if any(model._meta.db_table in tables and model._base_manager.using(TARGET).exists() for model in owned):
        raise MoveError(_("The target holds data. Give an empty database."))
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    command = [sys.executable, "-m", "django", "migrate", "--noinput", "--verbosity", "0"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise MoveError(_("The target could not be prepared: %(why)s") % {"why": told[-1] if told else done.returncode})
    applied = [set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in (SOURCE, TARGET)]
    if applied[0] != applied[1]:
        odd = min(applied[0] ^ applied[1])
        raise MoveError(
            _("This database is not of this version of the program (%(name)s). Run migrate.") % {"name": ".".join(odd)}
        )


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read the source as of one moment: SQLite lets nobody write meanwhile, PostgreSQL shows what was there."""
    with transaction.atomic(using=SOURCE):
        if connections[SOURCE].vendor == "postgresql":
            with connections[SOURCE].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _columns(model: Model) -> list[Any]:
    return list(model._meta.local_concrete_fields)


def _rows(model: Model, alias: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table by primary key, a few at a time."""
    names = [column.attname for column in _columns(model)]
    table = model._base_manager.using(alias)
    return iter(table.order_by("pk").values_list(*names).iterator(chunk_size=BATCH))


def _empty(model: Model) -> None:
    """Take out what migrations put there. References are looked at when the transaction ends."""
    connection = connections[TARGET]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own tables


def _copy(model: Model, problems: list[str]) -> int:
    columns = _columns(model)
    rows, count = _rows(model, SOURCE), 0
    strict = connections[TARGET].vendor == "postgresql"
    while batch := list(islice(rows, BATCH)):
        count += len(batch)
        if strict:
            problems += [told for row in batch for told in _unfit(model, columns, row)]
        if problems:
            continue
        made = [SimpleNamespace(**dict(zip((column.attname for column in columns), row, strict=True))) for row in batch]
        query = models.sql.InsertQuery(model)
        query.insert_values(columns, made, raw=True)  # as they are: no time of now, no signal
        query.get_compiler(using=TARGET).execute_sql()
    return count


def _unfit(model: Model, columns: list[Any], row: tuple[Any, ...]) -> Iterator[str]:
    """Yield what PostgreSQL would refuse and SQLite has taken: NUL characters, and texts longer than their column."""
    for column, value in zip(columns, row, strict=True):
        where = {"table": model._meta.label, "key": row[0], "column": column.name}
        if "\x00" in (value if isinstance(value, str) else _json(column, value)):
            yield _("%(table)s %(key)s, %(column)s: holds a NUL character.") % where
        elif isinstance(value, str) and column.max_length and len(value) > column.max_length:
            told = where | {"limit": column.max_length}
            yield _("%(table)s %(key)s, %(column)s: longer than %(limit)s characters.") % told


def _json(column: Any, value: Any) -> str:
    """Return a text that holds a NUL character where the JSON does."""
    if value is None or not isinstance(column, models.JSONField):
        return ""
    return json.dumps(value, ensure_ascii=False, default=str).replace("\\u0000", "\x00")


def _differences(model: Model, *, limit: int) -> list[str]:
    """Compare the table row by row; return what differs."""
    found: list[str] = []
    for ours, theirs in zip_longest(_rows(model, SOURCE), _rows(model, TARGET)):
        if ours == theirs:
            continue
        key = (ours or theirs)[0]
        names = [
            column.name for column, one, other in zip(_columns(model), ours or (), theirs or (), strict=False) if one != other
        ]
        told = {"table": model._meta.label, "key": key, "columns": ", ".join(names) or "–"}
        found.append(_("%(table)s %(key)s: not the same in both databases (%(columns)s).") % told)
        if len(found) >= limit:
            break
    return found


def _refuse(problems: list[str]) -> None:
    if not problems:
        return
    told = problems[:TOLD]
    if len(problems) > TOLD:
        told.append(_("… and %(n)s more.") % {"n": len(problems) - TOLD})
    raise MoveError("\n".join(told))


def _go_on_counting(tables: list[Model]) -> None:
    """Have new rows counted on from where the source was, deleted ones included: ids of changes order the search index."""
    for model in tables:
        column = model._meta.auto_field
        if column is None or column not in model._meta.local_concrete_fields:
            continue
        last = max(
            newest_id(connections[SOURCE], model), model._base_manager.using(TARGET).aggregate(n=models.Max("pk"))["n"] or 0
        )
        if last:
            _set_last_id(connections[TARGET], model, last)


def _set_last_id(connection: BaseDatabaseWrapper, model: Model, last: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, last])
        else:
            column = model._meta.pk.column
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [model._meta.db_table, column, last])

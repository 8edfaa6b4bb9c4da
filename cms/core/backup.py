"""A consistent copy of a running instance, and the way back: database and media. The index is not in it: it is built anew.

A backup is a folder: `manifest.json`, the database (`database.sqlite3` or `database.dump`) and `media/`. It is written beside
its place and renamed at the end, so what stands there is whole.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

FORMAT = 1
MANIFEST = "manifest.json"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
OWNED = ("accounts_user", "directory_organisation")  # who has rows in these has something to lose
BLOCK = 1024 * 1024


class BackupError(Exception):
    """Why a backup cannot be made or restored, in a sentence; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds: files and bytes."""

    files: int
    size: int


def back_up(target: Path) -> Made:
    """Write a backup into a folder that does not exist yet or is empty. Others may write meanwhile. Raises BackupError."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(_("%(path)s is not empty. Name a new folder for each backup.") % {"path": target})
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.mkdir(parents=True)
        _dump(partial / DUMPS[connection.vendor])
        _copy_media(Path(settings.MEDIA_ROOT), partial / "media")
        made = _write_manifest(partial)
        if target.exists():
            target.rmdir()
        partial.rename(target)
    except OSError as error:
        raise BackupError(_("The backup could not be written: %(why)s.") % {"why": error.strerror or error}) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return made


def restore(source: Path, *, force: bool = False) -> None:
    """Bring back what a backup holds. Raises BackupError before anything is changed; `force`: over what is there."""
    manifest = read_manifest(source)
    if manifest["engine"] != connection.vendor:
        told = {"of": manifest["engine"], "here": connection.vendor}
        raise BackupError(_("The backup is of a %(of)s database, this instance uses %(here)s. Restore it there.") % told)
    if unknown := _unknown_migrations(manifest["migrations"]):
        raise BackupError(
            _("The backup was made by a newer version of the program (it knows %(name)s).") % {"name": unknown[0]}
        )
    if not force and _owns_something():
        raise BackupError(_("There is data here already. Add --force to replace it with the backup."))
    _load(source / DUMPS[connection.vendor])
    _replace_media(source / "media", Path(settings.MEDIA_ROOT))
    call_command("migrate", verbosity=0)
    _distrust_indexes()


def read_manifest(source: Path) -> dict[str, Any]:
    """Return the manifest of a whole, unchanged backup. Raises BackupError for anything else."""
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text("utf-8"))
        files = dict(manifest["files"])
        known = manifest["format"] == FORMAT and manifest["engine"] in DUMPS
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(_("%(path)s is no backup: its manifest cannot be read.") % {"path": source}) from error
    if not known:
        raise BackupError(_("The backup has a form that this version of the program does not know."))
    for name, digest in files.items():
        path = source / name
        if not path.is_file() or _digest(path) != digest:
            raise BackupError(_("The backup is damaged: %(name)s is missing or not what was written.") % {"name": name})
    return manifest


# The database


def _dump(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)  # a snapshot: writers go on
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError(_("The database is damaged; its copy did not pass SQLite's own check."))
        return
    _postgresql("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def _load(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            copy.backup(connection.connection)  # in one transaction, also under other processes
        connection.close()
        return
    connection.close()
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _postgresql("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(path))


def _postgresql(program: str, *arguments: str) -> None:
    known = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = {**os.environ, **{name: str(known[key]) for name, key in names.items() if known.get(key)}}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the arguments are ours
            [program, *arguments], env=env, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        raise BackupError(
            _("%(program)s is not installed: it comes with PostgreSQL's client.") % {"program": program}
        ) from error
    if done.returncode:
        told = done.stderr.strip().splitlines()
        raise BackupError(f"{program}: {told[-1] if told else done.returncode}")


def _owns_something() -> bool:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in OWNED:
            if table in tables:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - our own names
                if cursor.fetchone():
                    return True
    return False


def _migrations() -> list[str]:
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def _unknown_migrations(names: list[str]) -> list[str]:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    apps = {name.split(".")[0] for name in known}
    return [name for name in names if name not in known and name.split(".")[0] in apps]


def _distrust_indexes() -> None:
    """Have every index built anew: what it holds may be newer than the database now is."""
    from search.models import Consumer  # noqa: PLC0415 - commands of other instances import this module early

    try:
        Consumer.objects.update(needs_rebuild=True)
    except DatabaseError as error:
        raise BackupError(str(error)) from error


# Files


def _copy_media(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in _files(source):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(path, place)
        except FileNotFoundError:
            continue  # taken out meanwhile


def _replace_media(source: Path, target: Path) -> None:
    """Put the media of a backup in place; what was there stays beside it under another name."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.partial")
    shutil.rmtree(fresh, ignore_errors=True)
    _copy_media(source, fresh)
    if target.exists():
        if any(target.iterdir()):
            target.rename(target.with_name(f"{target.name}.before-{datetime.now(UTC):%Y%m%d%H%M%S%f}"))
        else:
            target.rmdir()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(target)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _write_manifest(folder: Path) -> Made:
    paths = list(_files(folder))
    manifest = {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(),
        "engine": connection.vendor,
        "migrations": _migrations(),
        "files": {path.relative_to(folder).as_posix(): _digest(path) for path in paths},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    return Made(len(paths), sum(path.stat().st_size for path in paths))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest: Callable[[], str] = hashlib.file_digest(file, "sha256").hexdigest
        return digest()

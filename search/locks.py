"""Work that only one may do at a time: a file lock on one machine, an advisory lock where machines share the work."""

import fcntl
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

POLL = 0.1


class BusyError(Exception):
    """Somebody else is at work; the text says who."""


@contextmanager
def exclusive(name: str, *, shared: bool = False, wait: float = 0) -> Iterator[None]:
    """Hold the lock `name`, or raise BusyError after `wait` seconds. A holder that dies loses it.

    `shared`: the work belongs to all machines on this database (where that is PostgreSQL), not to this data folder.
    """
    if shared and connection.vendor == "postgresql":
        yield from _advisory(name, wait)
    else:
        yield from _file(name, wait)


def _file(name: str, wait: float) -> Iterator[None]:
    path = Path(settings.DATA_DIR) / "locks" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        deadline = time.monotonic() + wait
        while not _try_file(file.fileno()):
            if time.monotonic() >= deadline:
                file.seek(0)
                raise BusyError(file.read(200).strip() or name)
            time.sleep(POLL)
        file.truncate(0)
        file.write(f"process {os.getpid()} ({name})\n")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _try_file(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _advisory(name: str, wait: float) -> Iterator[None]:
    key = zlib.crc32(f"paydas:{name}".encode())
    deadline = time.monotonic() + wait
    with closing(_holder()) as holder:
        while not _taken(holder, key):
            if time.monotonic() >= deadline:
                raise BusyError(f"another machine or process ({name})")
            time.sleep(POLL)
        try:
            yield
        finally:
            _give_back(holder, key)


def _holder() -> BaseDatabaseWrapper:
    """A connection for the lock alone: it ends with the work, and nothing that the work does to its own ends it early.

    The lock belongs to the session. A pooled session outlives the work that used it, and would keep the lock.
    """
    holder = connection.copy()
    holder.settings_dict["OPTIONS"].pop("pool", None)
    return holder


def _taken(holder: BaseDatabaseWrapper, key: int) -> bool:
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        row = cursor.fetchone()
    return bool(row and row[0])


def _give_back(holder: BaseDatabaseWrapper, key: int) -> None:
    """Let go before the session ends: the server notices its end a moment later, and the next one would find it busy."""
    with suppress(DatabaseError), holder.cursor() as cursor:  # a session that broke has let go already
        cursor.execute("SELECT pg_advisory_unlock(%s)", [key])

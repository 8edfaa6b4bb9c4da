"""Folders of an embedded index: generations side by side, a pointer to the live one, locks. Knows nothing of what they hold.

`<root>/current` names the live generation; `<root>/g-<nanoseconds>-<process>/` is one. Only folders with the
marker file are ours to delete.
"""

import fcntl
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import EngineError, IndexMissing

MARKER = "paydas-index.json"
_NAME = re.compile(r"g-\d+-\d+")


class Generations:
    """The folders under one root. `form` is what the code writes; a generation of another form counts as missing."""

    def __init__(self, root: Path, form: str) -> None:
        self.root = root
        self.form = form
        self._read: tuple[str, Path, tuple[int, ...]] | None = None  # form, what `live` found for it, the files' stamps then

    def live(self) -> Path:
        """Return the folder of the live generation; raises IndexMissing. Files that did not change are not read again."""
        if (known := self._read) and known[0] == self.form and self._stamps(known[1]) == known[2]:
            return known[1]
        try:
            stamps = self._stamps(None)
            name = (self.root / "current").read_text("ascii").strip()
            form = json.loads((self.root / name / MARKER).read_text("utf-8"))["form"] if _NAME.fullmatch(name) else None
        except (OSError, ValueError, KeyError) as error:
            raise IndexMissing("there is no search index: run search_rebuild") from error
        if form != self.form:
            raise IndexMissing("the search index was written by another version: run search_rebuild")
        path = self.root / name
        self._read = form, path, (*stamps, *self._stamps(path)[len(stamps) :])
        return path

    def _stamps(self, generation: Path | None) -> tuple[int, ...]:
        """Return what changes when the pointer, or the marker of a generation, is written anew; without a file nothing."""
        found: list[int] = []
        for path in (f"{self.root}/current", *([f"{generation}/{MARKER}"] if generation else [])):
            try:
                state = os.stat(path)
            except OSError:
                return ()
            found += [state.st_mtime_ns, state.st_ino]
        return tuple(found)

    def create(self) -> Path:
        """Return a new, empty generation that is not live."""
        path = self.root / f"g-{time.time_ns()}-{os.getpid()}"
        path.mkdir(parents=True)
        (path / MARKER).write_text(json.dumps({"form": self.form}), "utf-8")
        return path

    def publish(self, path: Path) -> None:
        """Make a generation the live one, atomically and durably."""
        draft = self.root / f"current.{os.getpid()}"
        with draft.open("w", encoding="ascii") as file:
            file.write(path.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / "current")
        folder = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def discard(self, path: Path) -> None:
        """Delete one generation, if it is ours. Readers that have it open keep their files until they look again."""
        if _NAME.fullmatch(path.name) and (path / MARKER).is_file():
            # The marker goes last: a deletion that is cut short can be finished later.
            for part in path.iterdir():
                if part.name != MARKER:
                    shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)
            shutil.rmtree(path, ignore_errors=True)

    def sweep(self) -> None:
        """Delete every generation but the live one: former ones and leftovers of a killed rebuild. Hold the rebuild lock."""
        try:
            live = self.live()
        except IndexMissing:
            live = None
        for path in self.root.glob("g-*"):
            if path != live:
                self.discard(path)

    @contextmanager
    def lock(self, name: str, seconds: float) -> Iterator[None]:
        """Hold one of the root's locks; raises EngineError when another process keeps it longer than `seconds`."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{name}.lock").open("w") as file:
            deadline = time.monotonic() + seconds
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() >= deadline:
                        raise EngineError(
                            f"another process holds the search index ({name}) for {seconds:.0f} seconds"
                        ) from error
                    time.sleep(0.02)
            yield

"""Files -> rows as they stand there. One reader a format; nothing here knows what a column means."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from directory.exchange.importing.problems import FileError, Problem, shorten

MAX_LINE = 16 * 1024 * 1024  # bytes; a longer line is skipped unread, so that memory stays flat
_CHUNK = 1024 * 1024
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file; `number` is what a person sees there (the line of a text file)."""

    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class JsonLines:
    """One JSON object a line, in UTF-8. `digest` is of the whole file once `rows()` has run to its end."""

    path: Path
    position: int = 0  # bytes read, for a progress bar
    _hash: Any = field(default_factory=hashlib.sha256)

    @property
    def digest(self) -> str:
        return str(self._hash.hexdigest())

    def rows(self) -> Iterator[RawRow | Problem]:
        """Yield every row, or the problem that stands in its place. Raises FileError."""
        with _opened(self.path) as file:
            for number, line in self._lines(file):
                if line is None:
                    limit = MAX_LINE // (1024 * 1024)
                    yield Problem(number, "", "", _("The line is longer than %(limit)d MB.") % {"limit": limit})
                elif text := _decoded(line, number).strip():
                    yield _parsed(text, number)

    def _lines(self, file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
        """Yield number and bytes of each line; None for one too long to keep."""
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            self._seen(line)
            if number == 1:
                line = line.removeprefix(_BOM)
            if len(line) == MAX_LINE and not line.endswith(b"\n"):
                while rest := file.readline(_CHUNK):
                    self._seen(rest)
                    if rest.endswith(b"\n"):
                        break
                yield number, None
            else:
                yield number, line

    def _seen(self, data: bytes) -> None:
        self._hash.update(data)
        self.position += len(data)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise FileError(_("%(file)s cannot be opened: %(problem)s") % {"file": path.name, "problem": error.strerror}) from error


def _decoded(line: bytes, number: int) -> str:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")) and number == 1:
        raise FileError(_("The file is in UTF-16. Save it as UTF-8 and import it again."))
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(
            _("Line %(line)d is not in UTF-8 (byte %(byte)d). Save the file as UTF-8 and import it again.")
            % {"line": number, "byte": error.start + 1}
        ) from error


class _RepeatedNameError(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise _RepeatedNameError(name)
        values[name] = value
    return values


def _no_constant(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _parsed(text: str, number: int) -> RawRow | Problem:
    try:
        values = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except _RepeatedNameError as error:
        return Problem(number, shorten(error), "", _("The column stands twice in this row."))
    except json.JSONDecodeError as error:
        near = shorten(text[max(error.pos - 15, 0) : error.pos + 15])
        return Problem(number, "", near, _("This is not valid JSON, near character %(position)d.") % {"position": error.colno})
    except (ValueError, RecursionError):
        return Problem(number, "", shorten(text[:30]), _("This is not valid JSON."))
    if not isinstance(values, dict):
        return Problem(number, "", shorten(text[:30]), _('A row must be an object: {"key": …, "name": …}.'))
    return RawRow(number, values)


Reader = JsonLines
_READERS: dict[str, Callable[[Path], Reader]] = {".jsonl": JsonLines, ".ndjson": JsonLines}
_PLANNED = (".csv", ".xlsx")


def reader_for(path: Path) -> Reader:
    """Return the reader of a file by the ending of its name. Raises FileError."""
    ending = path.suffix.lower()
    if ending in _PLANNED:
        raise FileError(
            _("%(ending)s files cannot be imported yet. Save the rows as JSON lines (.jsonl); docs/import.md shows how.")
            % {"ending": ending}
        )
    if ending not in _READERS:
        raise FileError(_("%(file)s: the name must end in .jsonl.") % {"file": path.name})
    if path.is_file() and path.stat().st_size == 0:
        raise FileError(_("%(file)s is empty.") % {"file": path.name})
    return _READERS[ending](path)

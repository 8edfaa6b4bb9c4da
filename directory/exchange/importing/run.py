"""One import of one file: read and check every row, decide, then apply. Resumes where a killed run stopped."""

import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.exchange.importing.apply import BATCH, Pace, apply_piece, pieces
from directory.exchange.importing.classify import Decision, Outcome, classify
from directory.exchange.importing.hints import References
from directory.exchange.importing.problems import FileError, Problem
from directory.exchange.importing.readers import RawRow, reader_for
from directory.exchange.importing.rows import CheckedRow, RowChecker
from directory.exchange.models import ImportRun

LISTED = 200  # problems and conflicts kept in words; more are counted
# A writer that waits for SQLite's lock looks again every 0.1 s: between two transactions it must get its chance.
BREATH = 0.12

Progress = Callable[[int], None]  # how many bytes (checking) or rows (applying) are done in all


@dataclass(slots=True)
class Checked:
    """What reading a file found. `spool` holds, a line each, the rows that something must be done with."""

    path: Path
    publish: bool
    source: str
    spool: IO[str]
    digest: str = ""
    rows: int = 0
    to_apply: int = 0
    counts: Counter[str] = field(default_factory=Counter)  # by Outcome, as decided while reading
    problems: list[Problem] = field(default_factory=list)
    bad_rows: int = 0
    conflicts: list[Decision] = field(default_factory=list)

    def add_problems(self, found: list[Problem]) -> None:
        self.bad_rows += 1
        self.problems += found[: LISTED - len(self.problems)]

    def spooled(self) -> Iterator[CheckedRow]:
        self.spool.seek(0)
        for line in self.spool:
            yield CheckedRow(*json.loads(line))


@dataclass(slots=True)
class Result:
    """What an import did. `resumed_after`: the row a killed run had reached; `restarted`: its file has changed since."""

    counts: Counter[str] = field(default_factory=Counter)
    conflicts: list[Decision] = field(default_factory=list)
    resumed_after: int = 0
    restarted: bool = False


def check_file(path: Path, *, publish: bool, source: str = "", progress: Progress = lambda done: None) -> Checked:
    """Read and check every row, writing nothing to the database. Raises FileError.

    `source` is what profiles say about where the facts come from; '' for the day of the import alone.
    """
    reader = reader_for(path)
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    spool = tempfile.TemporaryFile("w+", encoding="utf-8", dir=settings.DATA_DIR)  # noqa: SIM115 - outlives this call
    checked = Checked(path=path, publish=publish, source=" ".join(source.split()), spool=spool)
    checker = RowChecker(References.load())
    seen: dict[str, int] = {}

    def good_rows() -> Iterator[CheckedRow]:
        for raw in reader.rows():
            checked.rows += 1
            progress(reader.position)
            row = checker.check(raw) if isinstance(raw, RawRow) else [raw]
            if isinstance(row, CheckedRow) and (first := seen.setdefault(row.key, row.number)) != row.number:
                message = _("The key stands in row %(row)d already.") % {"row": first}
                row = [Problem(row.number, "key", row.key, message)]
            if isinstance(row, CheckedRow):
                yield row
            else:
                checked.add_problems(row)

    for batch in batches(good_rows()):
        for decision in classify(batch, publish=publish):
            checked.counts[decision.outcome.value] += 1
            if decision.outcome is Outcome.CONFLICT:
                checked.conflicts += [decision][: LISTED - len(checked.conflicts)]
            elif decision.outcome is not Outcome.UNCHANGED:
                checked.to_apply += 1
                row = decision.row
                spool.write(json.dumps([row.number, row.key, row.values], ensure_ascii=False) + "\n")
    checked.digest = reader.digest
    if not checked.rows:
        raise FileError(_("%(file)s has no rows.") % {"file": path.name})
    return checked


def apply_checked(checked: Checked, *, progress: Progress = lambda done: None) -> Result:
    """Apply what `check_file` found good, in short transactions, and bring the search index up to date."""
    result = Result(conflicts=list(checked.conflicts))
    for outcome in (Outcome.UNCHANGED, Outcome.CONFLICT):
        result.counts[outcome.value] = checked.counts[outcome.value]
    run = _run_for(checked, result)
    references = References.load()
    done = 0
    pace = Pace()
    for batch in batches(checked.spooled()):
        for piece in pieces(classify(batch, publish=checked.publish), pace):
            _breathe()
            applied = apply_piece(piece, run=run, references=references, publish=checked.publish)
            pace.took(len(piece), applied.held)
            result.counts += applied.counts
            result.conflicts += applied.conflicts[: LISTED - len(result.conflicts)]
            done += len(piece)
            progress(done)
    run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    return result


def _run_for(checked: Checked, result: Result) -> ImportRun:
    """Return the run to go on with: the killed one if file and options are the same, else a fresh one."""
    options = {"publish": checked.publish, "source": checked.source}
    running = ImportRun.objects.filter(state=ImportRun.State.RUNNING)
    same = running.filter(file_digest=checked.digest, options=options).first()
    if same is not None:
        result.resumed_after = same.done_rows
        return same
    other = running.filter(file_name=checked.path.name)
    result.restarted = other.exists()
    other.update(state=ImportRun.State.ABANDONED, finished_at=timezone.now())
    return ImportRun.objects.create(file_name=checked.path.name[:255], file_digest=checked.digest, options=options)


def _breathe() -> None:
    if connection.vendor == "sqlite":
        time.sleep(BREATH)


def batches(rows: Iterator[CheckedRow]) -> Iterator[list[CheckedRow]]:
    batch: list[CheckedRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

"""Imports organisations from a file: everything is checked first, then applied in short transactions."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from directory.exchange.importing.beside import indexing_beside
from directory.exchange.importing.classify import Outcome
from directory.exchange.importing.problems import FileError
from directory.exchange.importing.run import Checked, Result, apply_checked, check_file
from search import sync


class Command(BaseCommand):
    help = "Import organisations from FILE (JSON lines); docs/import.md explains the columns."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="JSON lines in UTF-8, one organisation a line")
        parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing")
        parser.add_argument("--publish", action="store_true", help="publish new organisations; else they become drafts")
        parser.add_argument(
            "--source",
            default="",
            metavar="TEXT",
            help="where the facts come from, as profiles say it; else only the day of the import",
        )
        parser.add_argument("--keep-going", action="store_true", help="import the good rows although others have problems")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with _bar(_("Checking"), _size(path), unit="B", unit_scale=True) as bar:
                checked = check_file(
                    path, publish=options["publish"], source=options["source"], progress=lambda done: _move(bar, done)
                )
        except FileError as error:
            raise CommandError(_("Nothing was imported. %(problem)s") % {"problem": error}) from error
        with checked.spool:
            self._say_problems(checked)
            if options["dry_run"]:
                self._say_plan(checked)
                return
            if checked.bad_rows and not options["keep_going"]:
                raise CommandError(_("Nothing was imported. Correct the rows, or import the good ones with --keep-going."))
            with indexing_beside(checked.to_apply), _bar(_("Importing"), checked.to_apply) as bar:
                result = apply_checked(checked, progress=lambda done: _move(bar, done))
        if checked.to_apply:
            sync.drain()
        self._say_result(checked, result)

    def _say_problems(self, checked: Checked) -> None:
        for problem in checked.problems:
            self.stderr.write(str(problem))
        if checked.bad_rows:
            self.stderr.write(
                ngettext("%(bad)d of %(rows)d rows has problems.", "%(bad)d of %(rows)d rows have problems.", checked.bad_rows)
                % {"bad": checked.bad_rows, "rows": checked.rows}
            )

    def _say_plan(self, checked: Checked) -> None:
        self._say_conflicts(Result(conflicts=checked.conflicts, counts=checked.counts))
        self.stdout.write(_("Dry run, nothing was written. An import would give:"))
        self.stdout.write(summary(checked.counts, publish=checked.publish))

    def _say_result(self, checked: Checked, result: Result) -> None:
        if result.resumed_after:
            self.stdout.write(
                _("An import of this file was interrupted; it went on after row %(row)d.") % {"row": result.resumed_after}
            )
        if result.restarted:
            self.stdout.write(
                _("An import of this file was interrupted and the file has changed since: all of it was done afresh.")
            )
        self._say_conflicts(result)
        self.stdout.write(summary(result.counts, publish=checked.publish))
        if checked.bad_rows:
            self.stdout.write(
                ngettext("%(count)d row left out.", "%(count)d rows left out.", checked.bad_rows) % {"count": checked.bad_rows}
            )

    def _say_conflicts(self, result: Result) -> None:
        for decision in result.conflicts:
            self.stdout.write(
                _("Row %(row)d, %(key)s: left alone. %(reason)s")
                % {"row": decision.row.number, "key": decision.row.key, "reason": decision.reason}
            )
        further = result.counts[Outcome.CONFLICT.value] - len(result.conflicts)
        if further > 0:
            self.stdout.write(
                ngettext("… and %(count)d more left alone.", "… and %(count)d more left alone.", further) % {"count": further}
            )


def summary(counts: Any, *, publish: bool) -> str:
    """Return the figures of an import in one line; what did not happen is not said."""
    new = counts[Outcome.NEW.value]
    texts = {
        Outcome.NEW: ngettext("%(count)d new and published", "%(count)d new and published", new)
        if publish
        else ngettext("%(count)d new as a draft", "%(count)d new as drafts", new),
        Outcome.CHANGED: ngettext("%(count)d changed", "%(count)d changed", counts[Outcome.CHANGED.value]),
        Outcome.PUBLISHED: _("%(count)d published that were drafts"),
        Outcome.UNCHANGED: ngettext("%(count)d as before", "%(count)d as before", counts[Outcome.UNCHANGED.value]),
        Outcome.CONFLICT: _("%(count)d left alone"),
    }
    parts = [text % {"count": counts[outcome.value]} for outcome, text in texts.items() if counts[outcome.value]]
    return ", ".join(parts or [_("Nothing to do")]) + "."


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _bar(label: str, total: int, **options: Any) -> Any:
    return tqdm(desc=label, total=total, disable=not sys.stderr.isatty(), **options)


def _move(bar: Any, done: int) -> None:
    bar.update(done - bar.n)

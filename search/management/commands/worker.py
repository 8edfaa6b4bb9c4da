"""The one background process of an instance."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import lemmas, locks
from search.drainer import elsewhere
from search.jobs import jobs
from search.worker import Worker


class Command(BaseCommand):
    help = "Run the background jobs: search index, scheduled publishing and expiry, mail. Stops on SIGTERM or SIGINT."
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run each job once and end; 1 if one failed")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        worker = Worker(jobs.values())

        def stop(_number: int, _frame: FrameType | None) -> None:
            worker.stop()

        try:
            with locks.exclusive("worker"):
                if once:
                    failed = worker.run_once()
                    elsewhere.rest()
                    if failed:
                        raise CommandError(f"Failed, see the log: {', '.join(failed)}.", returncode=1)
                    return
                before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
                try:
                    lemmas.load()
                    self.stdout.write(f"Worker: {', '.join(jobs)}.")
                    self.stdout.flush()
                    worker.run()
                finally:
                    for number, handler in before.items():
                        signal.signal(number, handler)
        except locks.BusyError as busy:
            raise CommandError(f"A worker is at work on this instance already: {busy}.", returncode=3) from busy

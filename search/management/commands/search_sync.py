"""Bring the search index up to date at once, instead of waiting for the worker."""

import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import sync
from search.engines.base import EngineError

PAUSE = 0.5  # seconds between two looks while following


class Command(BaseCommand):
    help = "Apply every waiting change to the search index."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="go on with later changes until standard input ends")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            drained = sync.follow(_end_of_input(), pause=PAUSE) if options["follow"] else sync.drain()
        except EngineError as error:
            raise CommandError(f"The search engine does not answer: {error}. Nothing is lost; try again.") from error
        if drained.rebuilt:
            self.stdout.write("The index was built anew.")
        self.stdout.write(f"{drained.applied} changes applied.")
        if drained.busy:
            self.stdout.write(f"Somebody else is at work and goes on with the rest: {drained.busy}.")
        if drained.failed:
            raise CommandError(
                f"{len(drained.failed)} changes could not be applied; the log says why. They stay in the outbox."
            )


def _end_of_input() -> threading.Event:
    """Return an event that is set when standard input ends: its writer said so, or is gone."""
    ended = threading.Event()

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended

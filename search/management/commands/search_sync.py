"""Bring the search index up to date at once, instead of waiting for the worker."""

import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import sync

PAUSE = 0.5  # seconds between two looks while following


class Command(BaseCommand):
    help = "Apply every waiting change to the search index."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="go on with later changes until standard input ends")

    def handle(self, *args: Any, **options: Any) -> None:
        drained = sync.follow(_end_of_input(), pause=PAUSE) if options["follow"] else sync.drain(at_once=True)
        if drained.rebuilt:
            self.stdout.write("The index was built anew.")
        self.stdout.write(f"{drained.applied} changes applied.")
        if drained.busy:
            self.stdout.write(f"Somebody else is at work and goes on with the rest: {drained.busy}.")
        if drained.refused:
            self.stdout.write(f"{drained.refused} documents were refused; the state of the search in the admin says why.")
        if drained.away:
            told = "; ".join(f"{name}: {reason}" for name, reason in drained.away.items())
            raise CommandError(f"Not up to date – {told}. Nothing is lost: what waits is applied when the engine answers.")


def _end_of_input() -> threading.Event:
    """Return an event that is set when standard input ends: its writer said so, or is gone."""
    ended = threading.Event()

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended

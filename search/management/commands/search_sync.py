"""Bring the search index up to date at once, instead of waiting for the worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import sync
from search.engines.base import EngineError


class Command(BaseCommand):
    help = "Apply every waiting change to the search index."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            drained = sync.drain()
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

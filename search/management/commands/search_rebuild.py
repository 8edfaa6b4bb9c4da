"""Build the whole search index anew, beside the one that answers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search import locks, sync
from search.engines.base import EngineError
from search.rebuild import rebuild


class Command(BaseCommand):
    help = "Build the search index anew from the database. The present index answers until the new one takes its place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--wait", type=float, default=0.0, metavar="SECONDS", help="how long to wait for another rebuild to end (0)"
        )

    def handle(self, *args: Any, wait: float, **options: Any) -> None:
        failed = []
        for engine in sync.engines():
            with tqdm(unit=" documents", disable=None, leave=False) as bar:
                try:
                    count = rebuild(engine, wait=wait, progress=bar.update)
                except locks.BusyError as busy:
                    failed.append(f"{engine.name}: somebody else is at work on the index: {busy}. Try again when it has ended.")
                except EngineError as error:
                    failed.append(
                        f"{engine.name}: the index could not be built: {error}. The former one, if any, still answers."
                    )
                else:
                    self.stdout.write(f"{engine.name}: {count} documents.")
        sync.drain(at_once=not failed)
        if failed:
            raise CommandError("\n".join(failed))

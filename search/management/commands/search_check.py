"""Compare the search index with the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import check, sync
from search.engines.base import EngineError
from search.rebuild import rebuild

WORDS = {
    "missing": "missing: public, but not in the index",
    "extra": "extra: in the index, but not public",
    "stale": "stale: the index holds another content",
    "double": "double: in the index more than once",
    "foreign": "foreign: of another database, or of this one before it was restored",
}


class Command(BaseCommand):
    help = "Name every document in which search index and database differ; ends with 1 if there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what differs, then compare again")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        left = 0
        unread = []
        for engine in sync.engines():
            try:
                left += self._check(engine, repair=repair)
            except EngineError as error:
                unread.append(f"{engine.name}: the index cannot be read: {error}.")
        if unread:
            hint = "" if repair else " search_check --repair makes it anew."
            raise CommandError("\n".join(unread) + hint)
        if left:
            hint = "" if repair else " search_check --repair mends them."
            raise CommandError(f"{left} differences.{hint}", returncode=1)

    def _check(self, engine: Any, *, repair: bool) -> int:
        try:
            differences = check.compare(engine)
        except EngineError as error:
            if not repair:
                raise
            self.stdout.write(f"{engine.name}: the index cannot be read ({error}); it is built anew.")
            rebuild(engine)
            differences = check.compare(engine)
        for found in differences:
            self.stdout.write(
                f"{engine.name}: {found.kind} {found.object_id} {found.key}".rstrip() + f" – {WORDS[found.problem]}"
            )
        if differences and repair:
            check.repair(engine, differences)
            repaired = len(differences)
            differences = check.compare(engine)
            self.stdout.write(f"{engine.name}: {repaired - len(differences)} of {repaired} mended.")
        if not differences:
            self.stdout.write(f"{engine.name}: index and database agree.")
        return len(differences)

"""manage.py move_database ADDRESS: everything in this instance's database into another, empty one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.core.moving import MoveError, move


class Command(BaseCommand):
    help = (
        "Copy every row of this instance's database to an empty one, SQLite or PostgreSQL, and compare both row by row. "
        "Stop the web server and the worker first. This database is only read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", metavar="ADDRESS", help="As DATABASE_URL: postgres://user:password@host:5432/name")

    def handle(self, *args: Any, target: str, **options: Any) -> None:
        def say(table: str, rows: int) -> None:
            if rows and options["verbosity"] > 0:
                self.stderr.write(f"{table}: {rows}")

        try:
            moved = move(target, progress=say)
        except MoveError as error:
            raise CommandError(str(error)) from error
        told = {"rows": sum(moved.rows.values()), "tables": len(moved.rows)}
        self.stdout.write(_("%(rows)s rows of %(tables)s tables were copied and are the same in both databases.") % told)
        self.stdout.write(_("Now set DATABASE_URL to the new address, run search_check, and start server and worker."))

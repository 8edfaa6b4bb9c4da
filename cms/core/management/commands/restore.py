"""manage.py restore FOLDER [--force]: bring back what `backup` wrote."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.core.backup import BackupError, restore


class Command(BaseCommand):
    help = "Restore database and media from a backup. Stop the site first; the search index is built anew when it runs again."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The copy that `backup` made.")
        parser.add_argument("--force", action="store_true", help="Replace the data that is here.")

    def handle(self, *args: Any, folder: Path, force: bool, **options: Any) -> None:
        try:
            restore(folder.resolve(), force=force)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Restored from %(path)s. The worker, or search_rebuild, builds the search index anew.") % {"path": folder}
        )

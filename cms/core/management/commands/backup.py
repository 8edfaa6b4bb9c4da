"""manage.py backup FOLDER: a consistent copy of the running instance."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.core.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Copy database and media of this instance into a new folder, while it runs. The search index is not needed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="Where the copy goes; it is empty or does not exist yet.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            made = back_up(folder.resolve())
        except BackupError as error:
            raise CommandError(str(error)) from error
        told = {"path": folder, "files": made.files, "size": f"{made.size / 1e6:.1f}"}
        self.stdout.write(_("%(path)s: %(files)s files, %(size)s MB.") % told)

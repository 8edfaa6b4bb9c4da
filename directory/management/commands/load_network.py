"""Loads network files: organisations with their source. Run it as often as you like: what editors changed stays."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.exchange.loaders import LoadError
from directory.exchange.network import load_network


class Command(BaseCommand):
    help = "Load organisations (and what other rooms understand) from FILE.yaml; what editors changed stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", metavar="FILE.yaml", nargs="+", type=Path, help="network files, loaded in order")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            results = load_network(options["files"])
        except LoadError as error:
            raise CommandError(_("Nothing was loaded. %(problem)s") % {"problem": error}) from error
        for result in results:
            self.stdout.write(result.file)
            for report in result.reports:
                self.stdout.write("\n".join(report.lines()))
            for section, count in result.unknown.items():
                self.stdout.write(
                    ngettext(
                        "%(section)s: %(count)d entry not loaded; nothing here understands this section yet.",
                        "%(section)s: %(count)d entries not loaded; nothing here understands this section yet.",
                        count,
                    )
                    % {"section": section, "count": count}
                )

"""Loads places, rights areas and their synonyms as shipped. Run it as often as you like: what editors changed stays."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directory.exchange.loaders import LoadError
from directory.exchange.reference import load_reference


class Command(BaseCommand):
    help = "Load provinces, districts, rights areas and synonyms as shipped; what editors changed stays."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reports = load_reference()
        except LoadError as error:
            raise CommandError(_("Nothing was loaded. %(problem)s") % {"problem": error}) from error
        for report in reports:
            self.stdout.write("\n".join(report.lines()))

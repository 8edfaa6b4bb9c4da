"""`manage.py prepare_site`: home page, standard pages, site address and the editors' group; run it as often as you like."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.core.preparation import prepare_site


class Command(BaseCommand):
    help = "Create the home page, the standard pages, the site's address and the editors' group where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        done = prepare_site()
        for sentence in done:
            self.stdout.write(sentence)
        if not done:
            self.stdout.write("nothing to prepare")

"""manage.py migrate: Django's, but on PostgreSQL it never makes a site wait for a lock."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.utils.translation import gettext as _

PATIENCE = "5s"  # a statement that waits for a table keeps everybody waiting who comes after it


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            return super().handle(*args, **options)
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            return super().handle(*args, **options)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":  # lock not available
                raise
            said = _("A table is in use for longer than %(time)s. Nothing of this step was applied; run migrate again.")
            raise CommandError(said % {"time": PATIENCE}) from error
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")

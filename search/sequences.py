"""The numbers a database gives to rows: the highest one ever given out, whether or not its row is still there."""

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


def newest_id(connection: BaseDatabaseWrapper, model: type[models.Model]) -> int:
    """Return the highest id ever given out in the model's table, 0 for none; on PostgreSQL before its transaction ends."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            sql = "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)"
            cursor.execute(sql, [table, model._meta.pk.column])
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0

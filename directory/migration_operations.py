"""What a migration of a running site does, on either database."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddIndex


class AddIndexOnline(AddIndexConcurrently):
    """Add an index while people write. Its migration says `atomic = False`.

    PostgreSQL builds it concurrently. SQLite knows no such thing: whoever writes waits until it is built, for a second or so.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run("database_forwards", app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run("database_backwards", app_label, schema_editor, from_state, to_state)

    def _run(self, direction: str, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        how = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else AddIndex
        getattr(how, direction)(self, app_label, schema_editor, from_state, to_state)

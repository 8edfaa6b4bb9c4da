#!/usr/bin/env python3
"""Django's command line for Paydaş; development settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import errno
import os
import signal
import sys

FULL = "No space is left on the disk. Make some room, then run the same command again: it goes on where it can."


def main() -> int:
    """Run a command. What a person can mend (settings, an unprepared database, Ctrl-C) ends with a sentence, not a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import DatabaseError

        try:
            execute_from_command_line(sys.argv)
        except ImproperlyConfigured as error:
            return fail(f"{error}", error)
        except DatabaseError as error:
            return fail(FULL if "disk is full" in str(error) else reason(error), error)
        except OSError as error:
            return fail(FULL if error.errno == errno.ENOSPC else "", error)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. The same command may be run again.\n")
        return 128 + signal.SIGINT
    return 0


def fail(sentence: str, error: Exception) -> int:
    """Say what is wrong; raise what has no sentence, and everything where --traceback asks for it."""
    if not sentence or "--traceback" in sys.argv:
        raise error
    sys.stderr.write(f"{sentence}\n")
    return 1


def reason(error: Exception) -> str:
    """Return what to do about a database that does not answer or is not prepared; '' for any other fault of it."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        connection.close()
        executor = MigrationExecutor(connection)
        unprepared = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as other:
        return f"The database does not answer: {str(other).strip()}"
    if unprepared:
        return f"The database is not prepared for this command ({str(error).strip()}). Run first: manage.py migrate"
    return ""


if __name__ == "__main__":
    sys.exit(main())

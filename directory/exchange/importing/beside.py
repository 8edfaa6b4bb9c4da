"""Writing the search index beside a large import, by a process of its own: another core does the analysing."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

MANY = 5_000  # rows from which on it pays to start one


@contextmanager
def indexing_beside(rows: int) -> Iterator[None]:
    """Have another process apply changes to the index meanwhile, and all the rest at the end.

    It goes when this process goes, even if it is killed: the end of its input tells it. Where a worker is at it already,
    it finds nothing to do.
    """
    if rows < MANY or settings.SEARCH_DRAIN == "inline":
        yield
        return
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "search_sync", "--follow"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, stdin=subprocess.PIPE, **quiet) as beside:  # noqa: S603 - our own command
        try:
            yield
        except BaseException:
            beside.terminate()
            raise

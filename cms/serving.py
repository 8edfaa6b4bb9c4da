"""What the server needs around the application, as gunicorn reads it: `gunicorn -c python:cms.serving cms.wsgi:application`.

With METRICS_TOKEN set, the processes of one server count together in a folder of the data folder (`search.metrics`). A server
that starts forgets what a former one counted; a process that ends is no longer asked how it stands, what it counted stays.
"""

import gc
import logging
import os
import shutil
import threading
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

MADE = 10_000  # objects more than before, until the collector of garbage looks through the youngest
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"


def metrics_folder() -> Path | None:
    """Return where processes count together, None where nothing is measured. Loads the settings."""
    from django.conf import settings  # noqa: PLC0415 - gunicorn reads this file before the environment names the settings

    return Path(settings.DATA_DIR) / "metrics" if settings.METRICS_TOKEN else None


def count_together() -> None:
    """Name the folder before anything is counted; does nothing where nothing is measured."""
    if folder := metrics_folder():
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[TOGETHER] = str(folder)


def on_starting(server: Any) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    if folder := metrics_folder():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.environ[TOGETHER] = str(folder)


def post_worker_init(worker: Any) -> None:
    """Read what questions are understood with before the first one comes: it takes a second or two, and nobody waits for it."""
    threading.Thread(target=read_and_keep, name="read-ahead", daemon=True).start()


def read_ahead() -> None:
    from django.db import connections  # noqa: PLC0415 - the application is loaded by now

    from search import service  # noqa: PLC0415

    try:
        service.plan("merhaba")
    except Exception:
        logger.exception("What questions are understood with could not be read yet; the first question tries again.")
    finally:
        connections.close_all()


def read_and_keep() -> None:
    """Read ahead, and spare the collector of garbage what stays: looking through it takes a tenth of a second.

    A page makes thousands of objects that end with it, without the collector; it looks for others less often.
    """
    read_ahead()
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE)


def child_exit(server: Any, worker: Any) -> None:
    if os.environ.get(TOGETHER):
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - it reads the folder's name when imported

        mark_process_dead(worker.pid)

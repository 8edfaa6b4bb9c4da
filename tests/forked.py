"""Processes for tests, forked from one that has read Django and our code: a new Python takes seconds for that each time.

A process gets an environment of its own, and from it settings, database and caches; it may be killed at any point. What is
about starting itself (`make run`, settings, gunicorn) is tested with a new Python.
"""

import atexit
import importlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(["tests.forked_server"])
_anew = multiprocessing.get_context("spawn")


def _context(env: Mapping[str, str]) -> Any:
    """Some models of Wagtail are those of one kind of database: for another kind than this run's, Python starts anew."""
    kinds = {bool(place.get("DATABASE_URL", "").startswith("postgres")) for place in (env, os.environ)}
    return _server if len(kinds) == 1 else _anew


class Process:
    """A running call of `main`; offers what tests use of subprocess.Popen. What it says comes as text."""

    def __init__(self, main: Callable[..., Any], *arguments: Any, env: Mapping[str, str], apart: bool = False) -> None:
        """Start it. apart: what it says on stderr is kept for itself, not put among the rest."""
        self._errors = tempfile.NamedTemporaryFile("w+") if apart else None  # noqa: SIM115 - as long as this object
        context = _context(env)
        out, into = context.Pipe(duplex=False)
        errors = self._errors.name if self._errors else ""
        self._process = context.Process(target=_run, args=(main, arguments, dict(env), into, errors))
        self._process.start()
        into.close()
        self.stdout = os.fdopen(os.dup(out.fileno()))
        out.close()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self.returncode

    def communicate(self, timeout: float = 300) -> tuple[str, str]:
        """Wait for the end; return what it said, and what it said apart."""
        late = threading.Timer(timeout, self.kill)
        late.daemon = True
        late.start()
        said = self.stdout.read()
        self.wait()
        if not late.is_alive():
            raise subprocess.TimeoutExpired(self._process.name, timeout, said)
        late.cancel()
        if not self._errors:
            return said, ""
        self._errors.seek(0)
        return said, self._errors.read()

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def manage(*arguments: str) -> int:
    """Do what `manage.py` does."""
    import manage as command_line

    sys.argv = ["manage.py", *arguments]
    return command_line.main()


def manage_all(*commands: Sequence[str]) -> int:
    """Do what `manage.py` does with each, as far as the first that fails."""
    return next((failed for command in commands if (failed := manage(*command))), 0)


def code(text: str, *arguments: str) -> None:
    """Do what `python -c` does."""
    sys.argv = ["-c", *arguments]
    exec(text, {"__name__": "__main__"})  # noqa: S102 - a test's own code


def measure() -> None:
    """In a run that measures coverage, have this process measured as a worker of pytest is, from what it imports next on."""
    if os.environ.get("SLIPCOVER_ENABLED"):
        importlib.import_module("slipcover.pytest_plugin")


def _run(main: Callable[..., Any], arguments: tuple[Any, ...], env: dict[str, str], into: Connection, errors: str) -> None:
    os.dup2(into.fileno(), 1)
    with open(errors or os.devnull, "a") as apart:
        os.dup2(apart.fileno() if errors else 1, 2)
    into.close()
    measure()
    covered = os.environ.get("SLIPCOVER_COVERAGE_DIR", "")
    _begin_anew(env)
    try:
        sys.exit(main(*arguments))
    finally:
        atexit._run_exitfuncs()  # a forked child of multiprocessing leaves them out
        if covered:
            _write_coverage(Path(covered))


def _write_coverage(folder: Path) -> None:
    """Leave what was gone through where SlipCover gathers what its workers did."""
    plugin = sys.modules.get("slipcover.pytest_plugin")
    if plugin and plugin._slipcover_instance and folder.is_dir():
        found = plugin._slipcover_instance.get_coverage()
        (folder / f"coverage-gw-forked-{os.getpid()}.json").write_text(json.dumps(found))


def _begin_anew(env: dict[str, str]) -> None:
    """Read the settings once more, from another environment; forget what was made of the former ones."""
    import django
    from django.conf import Settings, settings
    from django.core.signals import setting_changed
    from django.db import connections

    os.environ.clear()
    os.environ.update(env)
    if not settings.configured:  # a new Python
        django.setup()
        return
    for name in [name for name in sys.modules if name.startswith("cms.settings.")]:
        del sys.modules[name]
    fresh = Settings(os.environ["DJANGO_SETTINGS_MODULE"])
    importlib.import_module("django.test.signals")
    for name, value in vars(fresh).items():
        if getattr(settings, name, None) != value:
            setattr(settings, name, value)
            if name != "DATABASES":  # Django warns whoever changes it, without doing more
                setting_changed.send(sender=None, setting=name, value=value, enter=True)
    vars(connections).pop("settings", None)
    connections.__init__()  # type: ignore[misc]

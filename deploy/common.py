"""What the developer commands share: where things are, saying things, stopping with a sentence, running a program."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# The browser without its windows first: the same engine, in two thirds of the time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Stop(Exception):
    """Ends the command with a sentence that says what happened and what to do."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def data_dir() -> Path:
    """The folder with everything an instance owns, as cms.settings.base reads it."""
    return Path(os.environ.get("PAYDAS_DATA_DIR") or ROOT / "var").resolve()


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a program in the project folder with its output on this terminal; returns its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode


def python(*arguments: str | Path, env: Mapping[str, str] | None = None) -> int:
    """Run the virtual environment's Python."""
    return run([PYTHON, *arguments], env=env)


def make_folder(path: Path, why: str) -> None:
    """Make sure that `path` is a folder we may write to; raises Stop where it is not."""
    probe = path / ".write-test"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Stop(f"{path} cannot be written to ({error.strerror}); {why}.") from error

"""`make test`: everything CI runs, in order, with a summary at the end. A check that could not run is a failure and named."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import install
import postgres
from common import PYTHON, ROOT, Stop, python, run, say

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COVERAGE_FLOOR = "95"


@dataclass(frozen=True)
class SystemPackage:
    """A program that pip cannot bring: how to see that it is there, its Debian package, what goes unchecked without it."""

    package: str
    present: Callable[[], bool]
    unchecked: str


def _on_path(*programs: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(program) for program in programs)


def _has_venv() -> bool:
    try:
        import ensurepip  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


SYSTEM = (
    SystemPackage(f"python3.{sys.version_info.minor}-venv", _has_venv, "everything that needs Python packages"),
    SystemPackage("chromium", _on_path(*CHROMIUM), "browser journeys"),
    SystemPackage("postgresql", lambda: postgres.binaries() is not None, "the tests on PostgreSQL"),
    SystemPackage("gettext", _on_path("xgettext"), "whether the catalogue holds every message of the code"),
    SystemPackage("default-jre-headless", _on_path("java"), "the second search engine"),
    SystemPackage("maven", _on_path("mvn"), "the second search engine"),
)


@dataclass
class Summary:
    """What was run and how it ended."""

    lines: list[str] = field(default_factory=list)
    failed: bool = False

    def step(self, title: str, command: Callable[[], int]) -> None:
        say(f"\n=== {title}")
        start = time.monotonic()
        code = command()
        self.failed = self.failed or code != 0
        self.lines.append(f"{'ok    ' if code == 0 else 'FAILED'}  {title} ({time.monotonic() - start:.0f} s)")

    def not_run(self, what: str) -> None:
        self.failed = True
        self.lines.append(f"NOT RUN  {what}")


def test() -> None:
    """Run every check, also after a failed one; raises Stop at the end unless all are well."""
    summary = Summary()
    missing = _system_packages()
    install.setup(dev=True)
    _static_checks(summary)
    _tests(summary, missing)
    _finish(summary, missing)


def test_long() -> None:
    """The runs that take their time: marked `long`, one after the other, nothing beside them."""
    summary = Summary()
    missing = _system_packages()
    install.setup(dev=True)
    summary.step("Long runs", lambda: python("-m", "pytest", "-m", "long", "-p", "no:randomly", env=_test_env()))
    _finish(summary, missing)


def _system_packages() -> list[SystemPackage]:
    """Install what the system lacks where we may; returns what is still missing."""
    missing = [item for item in SYSTEM if not item.present()]
    if not missing:
        return []
    names = [item.package for item in missing]
    if os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        say(f"Installing system packages: {' '.join(names)} …")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "--quiet=2", "update"], env=quiet)
        run(["apt-get", "--quiet=2", "install", "--yes", "--no-install-recommends", *names], env=quiet)
        missing = [item for item in SYSTEM if not item.present()]
    if missing:
        say(f"System packages are missing. On Debian or Ubuntu: {_apt_line(missing)}")
    return missing


def _apt_line(missing: list[SystemPackage]) -> str:
    return f"sudo apt-get install {' '.join(item.package for item in missing)}"


def _static_checks(summary: Summary) -> None:
    production = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "a-key-for-this-check-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "ALLOWED_HOSTS": "paydas.example",
        "SITE_URL": "https://paydas.example",
    }
    tests = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    summary.step("Packages fit together (pip check)", lambda: python("-m", "pip", "check"))
    summary.step("Lint (ruff)", lambda: python("-m", "ruff", "check", "."))
    summary.step("Format (ruff)", lambda: python("-m", "ruff", "format", "--check", "."))
    summary.step("Types (mypy)", lambda: python("-m", "mypy"))
    summary.step("Templates (djlint)", lambda: python("-m", "djlint", "templates", "--lint", "--quiet"))
    with tempfile.TemporaryDirectory(prefix="paydas-check-") as folder:
        tests["PAYDAS_DATA_DIR"] = production["PAYDAS_DATA_DIR"] = folder
        migrations = ["manage.py", "makemigrations", "--check", "--dry-run"]
        summary.step("No migration is missing", lambda: python(*migrations, env=tests))
        check = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        summary.step("Production settings (check --deploy)", lambda: python(*check, env=production))


def _tests(summary: Summary, missing: list[SystemPackage]) -> None:
    gone = {item.package for item in missing}
    markers = ["not long"]
    if "chromium" in gone:
        markers.append("not browser")
    if "gettext" in gone:
        markers.append("not gettext")
    for path in ROOT.glob(".coverage.*"):
        path.unlink()
    summary.step("Tests (SQLite)", lambda: python(*_pytest(markers), env=_test_env()))
    if "postgresql" not in gone:
        # Tests of killed processes bring a SQLite file of their own.
        summary.step("Tests of directory and search (PostgreSQL)", lambda: _on_postgresql(_pytest([*markers, "not process"])))
    python("-m", "coverage", "combine", "--quiet")
    summary.step("Coverage", lambda: python("-m", "coverage", "report", "--skip-covered", "--fail-under", COVERAGE_FLOOR))


def _pytest(markers: list[str]) -> list[str]:
    return ["-m", "coverage", "run", "-m", "pytest", "-m", " and ".join(markers), "-n", "2", "--dist", "loadfile"]


def _on_postgresql(pytest: list[str]) -> int:
    with postgres.server() as url:
        return run([PYTHON, *pytest, "tests/directory", "tests/search"], env={**_test_env(), "DATABASE_URL": url})


def _test_env() -> dict[str, str]:
    """The tests make their own data folder and databases; an instance's variables must not reach them."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        **{name: "" for name in ("DATABASE_URL", "SEARCH_URL", "SITE_URL", "EMAIL_URL") if name in os.environ},
    }


def _finish(summary: Summary, missing: list[SystemPackage]) -> None:
    for item in missing:
        summary.not_run(f"{item.unchecked}: {item.package} is missing")
    say("\n=== Summary")
    for line in summary.lines:
        say(line)
    if missing:
        say(f"Install what is missing: {_apt_line(missing)}")
    if summary.failed:
        raise Stop("Not all is well; see the summary above.")
    say("All is well.")

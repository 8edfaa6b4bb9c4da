"""`make test`: everything CI runs, in order, with a summary at the end. A check that could not run is a failure and named."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import elastic_server
import install
import postgres
from common import CHROMIUM, PYTHON, ROOT, Stop, python, run, say

COVERAGE_FLOOR = "95"
COVERED = ".coverage.{}.json"  # what a run of tests went through
SPREAD = ("--dist", "loadfile", "--no-loadscope-reorder")  # a file in one process, in the order of tests/conftest.py
INSTANCE = (
    "DATABASE_URL",
    "SEARCH_URL",
    "SITE_URL",
    "EMAIL_URL",
    "TEST_ELASTICSEARCH_URL",
)  # variables that tests set themselves
ON_SERVERS = (
    "tests/directory",
    "tests/search",
    "tests/contract",
    "tests/faults",
    "tests/cms/core/test_backup.py",
    "tests/cms/core/test_migrate.py",
    "tests/cms/core/test_moving.py",
    "tests/cms/core/test_page_cache.py",
)


@dataclass(frozen=True)
class SystemPackage:
    """A program that pip cannot bring: its Debian package, how to see that it is there, what goes unchecked without it."""

    package: str
    present: Callable[[], bool]
    unchecked: str
    lighter: str = ""  # a package that does as well and takes less, where the system knows it

    @property
    def wanted(self) -> str:
        """Return what to install."""
        asked = ["apt-cache", "show", self.lighter]
        known = self.lighter and subprocess.run(asked, check=False, capture_output=True).returncode == 0
        return self.lighter if known else self.package


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
    SystemPackage("chromium", _on_path(*CHROMIUM), "browser journeys", lighter="chromium-headless-shell"),
    SystemPackage("postgresql", lambda: postgres.binaries() is not None, "the tests on PostgreSQL"),
    SystemPackage("gettext", _on_path("xgettext"), "whether the catalogue holds every message of the code"),
    SystemPackage("default-jre-headless", _on_path("java"), "the second search engine"),
    SystemPackage("openssl", _on_path("openssl"), "encrypted connections of the second search engine"),
    SystemPackage("caddy", _on_path("caddy"), "what the proxy says while the site is stopped"),
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
        try:
            code = command()
        except Stop as stop:
            say(str(stop))
            code = 1
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
    _coverage(summary)
    _finish(summary, missing)


def test_long() -> None:
    """The runs that take their time: marked `long`, one after the other, nothing beside them; then on servers."""
    summary = Summary()
    missing = _system_packages()
    install.setup(dev=True)
    pytest = ["-m", "pytest", "-m", "long", "-p", "no:randomly"]
    summary.step("Long runs", lambda: python(*pytest, env=_test_env()))
    if {item.package for item in missing}.isdisjoint(("postgresql", "default-jre-headless", "maven")):
        summary.step("Long runs (PostgreSQL, Elasticsearch 8)", lambda: _long_on_servers(pytest))
    _finish(summary, missing)


def _long_on_servers(pytest: list[str]) -> int:
    with elastic_server.server() as engine:
        return _on_servers(pytest, engine)


def _system_packages() -> list[SystemPackage]:
    """Install what the system lacks where we may; returns what is still missing."""
    missing = [item for item in SYSTEM if not item.present()]
    if not missing:
        return []
    if os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "--quiet=2", "update"], env=quiet)
        names = [item.wanted for item in missing]
        say(f"Installing system packages: {' '.join(names)} …")
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
    types = subprocess.Popen([PYTHON, "-m", "mypy"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    summary.step("Packages fit together (pip check)", lambda: python("-m", "pip", "check"))
    summary.step("Lint (ruff)", lambda: python("-m", "ruff", "check", "."))
    summary.step("Format (ruff)", lambda: python("-m", "ruff", "format", "--check", "."))
    summary.step("Templates (djlint)", lambda: python("-m", "djlint", "templates", "--lint", "--quiet"))
    with tempfile.TemporaryDirectory(prefix="paydas-check-") as folder:
        tests["PAYDAS_DATA_DIR"] = production["PAYDAS_DATA_DIR"] = folder
        migrations = ["manage.py", "makemigrations", "--check", "--dry-run"]
        summary.step("No migration is missing", lambda: python(*migrations, env=tests))
        check = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        summary.step("Production settings (check --deploy)", lambda: python(*check, env=production))
    summary.step("Types (mypy), begun first", lambda: _end_of(types))


def _end_of(process: subprocess.Popen[str]) -> int:
    """Wait for a program that ran beside others; show what it said."""
    said, _none = process.communicate()
    say(said.rstrip())
    return process.returncode


def _tests(summary: Summary, missing: list[SystemPackage]) -> None:
    gone = {item.package for item in missing}
    markers = ["not long"]
    if "chromium" in gone:
        markers.append("not browser")
    if "gettext" in gone:
        markers.append("not gettext")
    for path in ROOT.glob(COVERED.format("*")):
        path.unlink()
    eight = _Server(elastic_server.EIGHT)
    nine = _Server(elastic_server.NINE) if elastic_server.java_home(elastic_server.NINE.java) else None
    try:
        _tests_beside(summary, markers, gone, eight, nine)
    finally:
        for server in (eight, nine):
            if server:
                server.stop()


def _tests_beside(summary: Summary, markers: list[str], gone: set[str], eight: "_Server", nine: "_Server | None") -> None:
    """Run all tests; each server is made ready while the tests before it run."""
    if not gone & {"default-jre-headless", "maven"}:
        eight.start()
    summary.step("Tests (SQLite, embedded index)", lambda: python(*_pytest("sqlite", markers), env=_test_env()))
    if not eight.ident or "postgresql" in gone:
        return  # the missing packages are named at the end
    if problem := eight.failed():
        summary.not_run(f"the tests on PostgreSQL and Elasticsearch: {problem}")
        return
    if nine:
        nine.start()
    # Tests of killed processes bring a SQLite file of their own.
    on_servers = _pytest("servers", [*markers, "not process"])
    summary.step("Tests of directory and search (PostgreSQL, Elasticsearch 8)", lambda: _on_servers(on_servers, eight.url))
    eight.stop()
    if nine is None:
        summary.lines.append("left out  Elasticsearch 9: it needs Java 21, which is not here")
        return
    if problem := nine.failed():
        summary.not_run(f"the contract on Elasticsearch 9: {problem}")
        return
    contract = [*_pytest("nine", ["elasticsearch", "not process"]), "tests/contract"]
    env = {**_test_env(), "TEST_ELASTICSEARCH_URL": nine.url}
    summary.step("The contract of the engines (Elasticsearch 9)", lambda: python(*contract, env=env))


def _coverage(summary: Summary) -> None:
    found = sorted(str(path) for path in ROOT.glob(COVERED.format("*")))
    merged = ["--out", COVERED.format("all"), "--fail-under", COVERAGE_FLOOR, "--merge", *found]
    summary.step("Coverage", lambda: python("-m", "slipcover", *merged))


def _pytest(name: str, markers: list[str]) -> list[str]:
    """Three at a time: on two processors there is always one that waits for a browser, a server or a process."""
    covered = ["-m", "slipcover", "--json", "--out", COVERED.format(name)]
    return [*covered, "-m", "pytest", "-m", " and ".join(markers), "-n", "3", *SPREAD]


def _on_servers(pytest: list[str], engine: str) -> int:
    """What touches the database or the engine, once more where both are servers."""
    with postgres.server() as database:
        env = {**_test_env(), "DATABASE_URL": database, "TEST_ELASTICSEARCH_URL": engine}
        return run([PYTHON, *pytest, *ON_SERVERS], env=env)


class _Server(threading.Thread):
    """A search server that is fetched and started while other checks run."""

    def __init__(self, release: elastic_server.Release) -> None:
        super().__init__(daemon=True)
        self.release = release
        self.node: elastic_server.Node | None = None
        self.problem: Exception | None = None
        self._unwanted = False
        self._starting = threading.Lock()

    def run(self) -> None:
        try:
            elastic_server.home_of(self.release)
            with self._starting:
                if not self._unwanted:
                    self.node = elastic_server.launch(self.release, brief=True)
        except (Stop, OSError) as problem:
            self.problem = problem

    def failed(self) -> str:
        """Wait until it answers; return why it does not, '' when it does."""
        self.join()
        if self.node:
            try:
                elastic_server.answer(self.node)
            except Stop as problem:
                self.problem = problem
        return str(self.problem or "")

    @property
    def url(self) -> str:
        return self.node.url if self.node else ""

    def stop(self) -> None:
        """Stop it, or leave it unstarted."""
        with self._starting:
            self._unwanted = True
            if self.node:
                elastic_server.remove(self.node)
                self.node = None


def _test_env() -> dict[str, str]:
    """The tests make their own data folder and databases; an instance's variables must not reach them."""
    return {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "PYTHONDONTWRITEBYTECODE": "",  # nine processes and their children would each compile all tests anew
        **{
            name: ""
            for name in ("DATABASE_URL", "SEARCH_URL", "SITE_URL", "EMAIL_URL", "TEST_ELASTICSEARCH_URL")
            if name in os.environ
        },
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

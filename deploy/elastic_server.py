"""Real Elasticsearch servers for tests: downloaded once, on loopback, as an unprivileged user, gone at the end.

By hand: `python deploy/elastic_server.py .venv/bin/pytest tests/contract` runs the command with TEST_ELASTICSEARCH_URL set.
Elastic publishes the server without its plug-ins for integration tests; Maven fetches it from wherever it is set up to.
"""

import base64
import hashlib
import json
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common import ROOT, Stop, say

CACHE = ROOT / ".cache" / "elasticsearch"
ARTIFACT = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
START_SECONDS = 120
STOP_SECONDS = 20


@dataclass(frozen=True)
class Release:
    """A version of the server, the oldest Java it runs on, and the sum of its archive ('' where none was recorded)."""

    version: str
    java: int
    sha256: str = ""


EIGHT = Release("8.19.9", 17, "6a0603db2b0406776dcf15df248294941f310e9183ca18a219bc8c6d57546ff0")
NINE = Release("9.2.0", 21)


@dataclass
class Node:
    """A running server: its address, its folder, the process that was started."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    ca_file: str = ""

    @property
    def pid(self) -> int:
        """The server's own process; the one that was started only looks after it."""
        return int((self.folder / "data" / "pid").read_text())

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                for pid in (self.pid, self.process.pid):
                    os.kill(pid, signal.SIGKILL)
                self.process.wait()


def java_home(least: int) -> Path | None:
    """The newest Java that is at least of this version, or None."""
    found: dict[int, Path] = {}
    on_path = shutil.which("java")
    homes = [*Path("/usr/lib/jvm").glob("*"), *([Path(on_path).resolve().parent.parent] if on_path else [])]
    if os.environ.get("JAVA_HOME"):
        homes.append(Path(os.environ["JAVA_HOME"]))
    for home in homes:
        if (home / "bin" / "java").is_file() and (version := _java_version(home)):
            found.setdefault(version, home.resolve())
    fitting = [version for version in found if version >= least]
    return found[min(fitting)] if fitting else None


def _java_version(home: Path) -> int:
    try:
        lines = (home / "release").read_text().splitlines()
        told = next(line for line in lines if line.startswith("JAVA_VERSION="))
        return int(told.split('"')[1].split(".")[0])
    except (OSError, StopIteration, IndexError, ValueError):
        done = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, check=False)
        told = done.stderr.split('"')[1] if done.stderr.count('"') > 1 else "0"
        return int(told.split(".")[0])


def home_of(release: Release) -> Path:
    """The unpacked server of a release, fetched where it is not there yet. Raises Stop when it cannot be had."""
    home = CACHE / f"elasticsearch-{release.version}"
    if home.is_dir():
        return home
    archive = _archive(release)
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="unpacking-") as folder:
        shutil.unpack_archive(archive, folder)
        unpacked = next(Path(folder).glob("elasticsearch-*"))
        for program in (unpacked / "bin").iterdir():
            program.chmod(0o755)
        try:
            unpacked.rename(home)
        except OSError:  # another run was faster
            if not home.is_dir():
                raise
    return home


def _archive(release: Release) -> Path:
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / f"elasticsearch-{release.version}.zip"
    if not _is_right(path, release):
        say(f"Fetching Elasticsearch {release.version} (about 100 MB, once) …")
        artifact = ARTIFACT.format(version=release.version)
        command = ["mvn", "-q", "-B", PLUGIN, f"-Dartifact={artifact}", f"-DoutputDirectory={CACHE}"]
        if not shutil.which("mvn"):
            raise Stop("Maven is not installed: sudo apt-get install maven")
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if not path.is_file():
            raise Stop(f"Elasticsearch {release.version} could not be fetched: {(done.stdout + done.stderr).strip()[-400:]}")
        if not _is_right(path, release):
            path.unlink()
            raise Stop(f"The archive of Elasticsearch {release.version} is not the one that was recorded; it was deleted.")
    return path


def _is_right(path: Path, release: Release) -> bool:
    if not path.is_file():
        return False
    if not release.sha256:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == release.sha256


def unprivileged() -> dict[str, Any]:
    """How Popen starts a process as nobody, where we are root: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def launch(
    release: Release = EIGHT, *, port: int = 0, transport: int = 0, folder: Path | None = None, secure: bool = False,
    options: Sequence[str] = (), heap: str = "512m", users: Sequence[tuple[str, str, str]] = (), roles: str = "",
    brief: bool = False,
) -> Node:  # fmt: skip
    """Start a server and return at once; `answer()` waits for it. `secure`: TLS and `users` as name, password, role.

    `brief`: it lives for minutes, so that what a thorough compiler would give is not worth its time (two fifths of all).
    """
    java = java_home(release.java)
    if java is None:
        install = "sudo apt-get install default-jre-headless"
        raise Stop(f"Elasticsearch {release.version} needs Java {release.java} or newer: {install}")
    home = home_of(release)
    folder = folder or Path(tempfile.mkdtemp(prefix="paydas-elastic-"))
    port = port or free_port()
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    config = folder / "config"
    if not config.is_dir():
        shutil.copytree(home / "config", config)
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "ES_JAVA_HOME": str(java),
        "ES_PATH_CONF": str(config),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}{' -XX:TieredStopAtLevel=1' if brief else ''}",
        "ES_TMPDIR": str(folder / "tmp"),
    }
    security = ["-Expack.security.enabled=false"]
    if secure:
        _certify(config)
        (config / "roles.yml").write_text(roles)
        security = [
            "-Expack.security.enabled=true",
            "-Expack.security.http.ssl.enabled=true",
            "-Expack.security.http.ssl.key=http.key",
            "-Expack.security.http.ssl.certificate=http.crt",
        ]
        for name, password, role in users:
            tool = [home / "bin" / "elasticsearch-users", "useradd", name, "-p", password, "-r", role]
            subprocess.run(tool, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _hand_over(folder)
    command = [
        str(home / "bin" / "elasticsearch"), "-p", str(folder / "data" / "pid"),
        f"-Epath.data={folder / 'data'}", f"-Epath.logs={folder / 'logs'}",
        f"-Ehttp.port={port}", f"-Etransport.port={transport or free_port()}", "-Enetwork.host=127.0.0.1",
        *(options or ["-Ediscovery.type=single-node"]), *security,
    ]  # fmt: skip
    with (folder / "console.log").open("ab") as log:
        process = subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log, **unprivileged())
    scheme = "https" if secure else "http"
    return Node(f"{scheme}://127.0.0.1:{port}", folder, process, str(config / "http.crt") if secure else "")


def _hand_over(folder: Path) -> None:
    """Give a folder to the user the server runs as."""
    who = unprivileged()
    if who:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, who["user"], who["group"])


def _certify(config: Path) -> None:
    if (config / "http.crt").exists():
        return
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", config / "http.key", "-out", config / "http.crt"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def answer(node: Node, *, seconds: float = START_SECONDS, password: str = "") -> Node:
    """Wait until a server says how it is; raises Stop with the end of its log when it does not."""
    request = urllib.request.Request(f"{node.url}/_cluster/health?timeout=1s")  # noqa: S310 - our own server
    if password:
        request.add_header("Authorization", "Basic " + base64.b64encode(password.encode()).decode())
    trusted = ssl.create_default_context(cafile=node.ca_file) if node.ca_file else None
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and node.process.poll() is None:
        try:
            with urllib.request.urlopen(request, timeout=5, context=trusted) as told:  # noqa: S310
                if json.load(told)["status"] in ("green", "yellow"):
                    return node
        except urllib.error.HTTPError as error:
            if error.code in (401, 403):  # it is there, and asks who we are
                return node
        except (OSError, ValueError):
            pass
        time.sleep(0.2)
    log = (node.folder / "console.log").read_text(errors="replace")[-1500:]
    node.stop()
    raise Stop(f"Elasticsearch did not start within {seconds:.0f} seconds.\n{log}")


@contextmanager
def server(release: Release = EIGHT) -> Iterator[str]:
    """Start a server for tests, without security, and yield its address."""
    node = launch(release, brief=True)
    try:
        answer(node)
        yield node.url
    finally:
        remove(node)


def remove(node: Node) -> None:
    """Stop a server for good, with its data."""
    node.stop()
    shutil.rmtree(node.folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    arguments = sys.argv[1:]
    release = EIGHT
    if arguments[:1] == ["--nine"]:
        release, arguments = NINE, arguments[1:]
    try:
        with server(release) as url:
            return subprocess.run(arguments, env={**os.environ, "TEST_ELASTICSEARCH_URL": url}, check=False).returncode
    except Stop as stop:
        say(str(stop))
        return 1


if __name__ == "__main__":
    sys.exit(main())

"""A throw-away PostgreSQL server for tests: loopback only, data in a temporary folder, gone at the end.

By hand: `python deploy/postgres.py .venv/bin/pytest tests/search` runs the command with DATABASE_URL set.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# A test server may lose everything when the machine stops, so it need not wait for its disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl of the highest version installed, or None."""
    on_path = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    found = [path.parent for path in versions] or ([Path(on_path).parent] if on_path else [])
    return found[-1] if found else None


@contextmanager
def server() -> Iterator[str]:
    """Start a server and yield its DATABASE_URL. PostgreSQL refuses to run as root, so there it runs as `nobody`."""
    bin_dir = binaries()
    if bin_dir is None:
        raise FileNotFoundError("PostgreSQL is not installed: sudo apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="paydas-pg-"))
    port = _free_port()
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("nobody")
        as_user = {"user": account.pw_uid, "group": account.pw_gid}
        os.chown(folder, account.pw_uid, account.pw_gid)

    def call(program: str, *arguments: str) -> None:
        command = [str(bin_dir / program), "--pgdata", str(folder / "data"), *arguments]
        env = {"LC_ALL": "C", "PATH": os.defpath}
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=env, **as_user)

    try:
        call("initdb", "--username", "paydas", "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} {FAST}"
        call("pg_ctl", "--wait", "--log", str(folder / "log"), "--options", options, "start")
        try:
            yield f"postgres://paydas@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "--wait", "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    with server() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

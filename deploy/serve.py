"""`make run` and `make stop`: prepare the instance in the data folder, then keep a server and a worker alive together."""

import ctypes
import fcntl
import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

import install
from common import PYTHON, ROOT, Stop, data_dir, make_folder, python, say

EDITOR = "editor@localhost"
NETWORK = ROOT / "directory" / "data" / "izmir.yaml"
START_SECONDS = 60
STOP_SECONDS = 15


def run(port_text: str) -> None:
    """Everything between a fresh clone and a site that answers; returns when the site was stopped."""
    port = _port(port_text)
    address = f"http://127.0.0.1:{port}"
    data = data_dir()
    make_folder(data, "set PAYDAS_DATA_DIR to a folder you may write to, or give yourself the right")
    lock = _claim(data)
    _check_free(port)
    install.setup()
    env = _environment(data, address)
    _prepare(data, env)
    lock.seek(0)
    lock.truncate()
    json.dump({"pid": os.getpid(), "address": address}, lock)
    lock.flush()
    _supervise(address, env)


def stop() -> None:
    """Stop what `make run` started in this data folder, and only that: the holder of its lock."""
    path = data_dir() / "run.json"
    try:
        with path.open("r+") as file:
            if _lock(file):
                say(f"Nothing is running in {path.parent}.")
                return
            pid = _running(file).get("pid")
            if not pid:
                raise Stop("The site is just starting in another terminal. Stop it there with Ctrl-C, or try again soon.")
            os.kill(int(pid), signal.SIGTERM)
            for _ in range(int((STOP_SECONDS + 5) / 0.1)):
                if _lock(file):
                    say("Stopped.")
                    return
                time.sleep(0.1)
    except FileNotFoundError:
        say(f"Nothing is running in {path.parent}.")
        return
    except ProcessLookupError:
        say("Stopped.")
        return
    raise Stop(f"Process {pid} did not stop within {STOP_SECONDS + 5} seconds. End it yourself: kill -9 {pid}")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Stop(f"PORT={text} is no port. Choose a number from 1024 to 65535: make run PORT=8001")
    return int(text)


def _claim(data: Path) -> IO[str]:
    """Hold the lock that says that this data folder has a running site; the kernel drops it with this process."""
    file = (data / "run.json").open("a+")
    if not _lock(file):
        address = _running(file).get("address")
        where = f"at {address}" if address else "just starting in another terminal"
        raise Stop(f"The site of {data} is running already, {where}. `make stop` stops it.")
    file.truncate(0)
    return file


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _running(file: IO[str]) -> dict[str, str]:
    file.seek(0)
    try:
        return dict(json.load(file))
    except ValueError:
        return {}


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Stop(f"Port {port} is for administrators only. Choose one from 1024 up: make run PORT=8000") from error
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            raise Stop(f"Port {port} is taken by another program. Choose another one: make run PORT={other}") from error


def _environment(data: Path, address: str) -> dict[str, str]:
    env = {
        "PAYDAS_DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _secret_key(data / "secret_key"),
        "SITE_URL": os.environ.get("SITE_URL") or address,
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **env}


def _secret_key(path: Path) -> str:
    """This instance's own key, readable by its owner only; made once so that sessions outlive a restart."""
    if not path.exists() or not path.read_text().strip():
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _prepare(data: Path, env: dict[str, str]) -> None:
    """Bring the database, the content and the index to what this code expects; skipped when that was done already."""
    stamp = data / "prepared"
    wanted = _digest(env)
    index = data / "index"
    indexed = (index / "current").exists()  # the folder alone is there as soon as anybody has asked for the index
    if not (stamp.exists() and stamp.read_text() == wanted and _database_exists(data, env)):
        stamp.unlink(missing_ok=True)
        _manage(env, "Preparing the database", "migrate", "--verbosity", "0")
        _manage(env, "Loading places and rights areas", "load_reference")
        _manage(env, f"Loading the network of {NETWORK.name}", "load_network", str(NETWORK))
        _manage(env, "Preparing the pages", "prepare_site")
        _manage(env, "An editor's account", "create_editor", EDITOR)
        if not indexed:
            _manage(env, "Building the search index", "search_rebuild")
        stamp.write_text(wanted)
    elif not indexed:
        _manage(env, "Building the search index", "search_rebuild")


def _database_exists(data: Path, env: dict[str, str]) -> bool:
    return bool(env.get("DATABASE_URL")) or (data / "paydas.sqlite3").exists()


def _digest(env: dict[str, str]) -> str:
    """Changes with the code, the shipped data, the compiled texts and the addresses an instance is prepared for."""
    digest = hashlib.sha256()
    for name in ("SITE_URL", "DATABASE_URL", "SEARCH_URL"):
        digest.update(f"{name}={env.get(name, '')}\n".encode())
    files = [path for app in ("cms", "directory", "search") for path in (ROOT / app).rglob("*.py")]
    shipped = [path for app in ("directory", "search") for path in (ROOT / app / "data").rglob("*") if path.is_file()]
    for path in sorted([*files, *shipped, ROOT / "requirements.txt"]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def _manage(env: dict[str, str], what: str, *arguments: str) -> None:
    say(f"{what} …")
    if python("manage.py", *arguments, env=env):
        raise Stop(f"`manage.py {arguments[0]}` failed; the lines above say why. The next `make run` tries it again.")


def _supervise(address: str, env: dict[str, str]) -> None:
    """Run server and worker until one ends or somebody stops us; never leave one without the other."""

    def leave(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, leave)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        processes["server"] = _start(env, "-m", "gunicorn", *gunicorn_arguments(address))
        processes["worker"] = _start(env, "manage.py", "worker")
        _wait_until_it_answers(address, processes)
        say(
            f"\nPaydaş is at   {address}/\nEditors sign in at {address}/admin/ as {EDITOR}"
            f"\nStop it with Ctrl-C here or `make stop` in another terminal.\n"
        )
        while all(process.poll() is None for process in processes.values()):
            time.sleep(0.2)
        _raise_about_the_dead(processes)
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(ending, signal.SIG_IGN)
        _end(processes)


def gunicorn_arguments(address: str) -> list[str]:
    """Return what gunicorn is started with, to listen at an address such as http://127.0.0.1:8000."""
    # Two processes answer while one restarts; threads let a slow reader wait without holding a process.
    options = ["--bind", address.removeprefix("http://"), "--workers", "2", "--threads", "4", "--log-level", "warning"]
    return ["-c", "python:cms.serving", "cms.wsgi:application", *options]


def _start(env: dict[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches only the supervisor, which ends both in order.
    # preexec_fn is for processes without threads; this one has none.
    command = [PYTHON, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509


def _die_with_parent() -> None:
    """On Linux the kernel ends a child whose supervisor was killed, so that nothing is left holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _wait_until_it_answers(address: str, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if any(process.poll() is not None for process in processes.values()):
            _raise_about_the_dead(processes)
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310  our own server on loopback
                return
        except urllib.error.HTTPError:
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise Stop(f"The server did not answer at {address} within {START_SECONDS} seconds; its lines above may say why.")


def _raise_about_the_dead(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    dead = next(name for name, process in processes.items() if process.poll() is not None)
    code = processes[dead].returncode
    raise Stop(
        f"The {dead} ended by itself (code {code}), so all was stopped. Its lines above say why; `make run` starts both."
    )


def _end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    for process in processes.values():
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

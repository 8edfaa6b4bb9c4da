"""The developer commands say what they do, stop with a sentence that helps, and go on where they were interrupted.

They run on a copy of deploy/ whose virtual environment is a stand-in (`standin.py`): it writes down what it was asked
and behaves as gunicorn, the worker and manage.py do.
"""

import errno
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

import manage

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.process

STANDIN = f"""#!{sys.executable}
import http.server, os, pathlib, sys, time
here = pathlib.Path(__file__).resolve().parents[2]
words = sys.argv[1:]
if words[0] == "-c":
    print("3.11"); sys.exit()
with (here / "calls").open("a") as log:
    log.write(" ".join(words) + "\\n")
refusal = here / ("refuse-" + "-".join(words[:2]).replace("/", "-"))
if refusal.exists():
    sys.stderr.write(refusal.read_text()); sys.exit(3)
if words[:2] == ["-m", "gunicorn"]:
    host, port = words[words.index("--bind") + 1].split(":")
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
        def log_message(self, *args):
            pass
    http.server.ThreadingHTTPServer((host, int(port)), Answer).serve_forever()
elif words == ["manage.py", "worker"]:
    time.sleep(60)
elif words[:2] == ["manage.py", "migrate"]:
    (pathlib.Path(os.environ["PAYDAS_DATA_DIR"]) / "paydas.sqlite3").touch()
elif words[:2] == ["manage.py", "search_rebuild"]:
    folder = pathlib.Path(os.environ["PAYDAS_DATA_DIR"]) / "index"
    folder.mkdir(exist_ok=True); (folder / "current").touch()
"""


class Project:
    """A copy of the developer commands with a stand-in environment and a data folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "var"
        self.seen = 0  # lines of the stand-in's log
        shutil.copytree(ROOT / "deploy", root / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("Makefile", "requirements.txt"):
            shutil.copy(ROOT / name, root / name)
        for name in ("cms", "search/data", "directory/data/situations"):
            (root / name).mkdir(parents=True)
        self.shipped = root / "directory" / "data" / "situations" / "sets.yaml"
        self.shipped.write_text("a: b\n")
        python = root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(STANDIN)
        python.chmod(0o755)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL"}}
        return {**kept, "PYTHONUTF8": "1"}

    def start(self, *words: str, **env: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "deploy/dev.py", *words],
            cwd=self.root,
            env={**self.environment(), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def call(self, *words: str, **env: str) -> tuple[int, str]:
        process = self.start(*words, **env)
        output, _none = process.communicate(timeout=180)
        return process.returncode, output

    def calls(self) -> list[str]:
        """What the stand-in was asked since the last look."""
        log = self.root / "calls"
        lines = log.read_text().splitlines(keepends=True) if log.exists() else []
        fresh = [line.strip() for line in lines[self.seen :] if line.endswith("\n")]
        self.seen += len(fresh)
        return fresh

    def calls_until(self, word: str, seconds: float = 120) -> list[str]:
        """What the stand-in was asked up to a call with the word: the server may answer before the worker begins."""
        found: list[str] = []
        for _ in range(int(seconds / 0.1)):
            found += self.calls()
            if any(word in line for line in found):
                return found
            time.sleep(0.1)
        raise AssertionError(found)

    def refuse(self, words: str, message: str = "") -> Path:
        path = self.root / ("refuse-" + words.replace(" ", "-"))
        path.write_text(message)
        return path


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(project, port) -> Iterator[subprocess.Popen[str]]:
    """A site that was started and answers."""
    process = project.start("run", "--port", str(port))
    read_until(process, "Stop it with Ctrl-C")
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=180)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What a process says up to a line with these words; its end without them is a failure."""
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except OSError:
        return False


def test_make_alone_lists_every_target_with_a_line():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE).group(1).split()

    assert [target for target in targets if not re.search(rf"^  make {target} +\S", listed, flags=re.MULTILINE)] == []


def test_an_old_python_is_named_with_what_to_install(tmp_path):
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)

    answer = subprocess.run(
        ["/bin/sh", ROOT / "deploy" / "python", "-V"], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 1
    assert "needs Python 3.11" in answer.stderr
    assert "Python 3.9.2" in answer.stderr
    assert "apt-get install python3" in answer.stderr


def test_setup_installs_once_and_is_instant_afterwards(project):
    assert project.call("setup")[0] == 0
    first = project.calls()
    assert project.call("setup")[0] == 0

    assert any("pip install --require-hashes" in line for line in first)
    assert project.calls() == []


def test_setup_installs_again_when_the_requirements_changed(project):
    project.call("setup")
    project.calls()
    (project.root / "requirements.txt").write_text("other==1 --hash=sha256:0\n")

    project.call("setup")

    assert any("pip install" in line for line in project.calls())


def test_setup_without_a_network_says_so_and_the_next_one_finishes_it(project):
    refusal = project.refuse("-m pip", "WARNING: Retrying after connection broken by NewConnectionError(...)")
    code, output = project.call("setup")
    refusal.unlink()
    project.calls()

    assert code == 1
    assert "The package registry did not answer" in output
    assert "run the same command again" in output
    assert project.call("setup")[0] == 0
    assert any("pip install" in line for line in project.calls())


def test_a_half_made_environment_is_made_again(project):
    python = project.root / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    refused = project.start("setup", PIP_NO_INDEX="1")  # the real pip has nowhere to look: only the making is of interest
    output, _none = refused.communicate(timeout=120)

    assert "making it again" in output
    assert subprocess.run([python, "-c", "import pip"], check=False).returncode == 0


def test_a_foreign_folder_in_the_place_of_the_environment_is_left_alone(project):
    shutil.rmtree(project.root / ".venv")
    (project.root / ".venv").mkdir()
    (project.root / ".venv" / "diary.txt").write_text("keep")

    code, output = project.call("setup")

    assert code == 1
    assert "Move it away" in output
    assert (project.root / ".venv" / "diary.txt").exists()


def test_a_read_only_project_folder_is_a_sentence(project):
    code = "import os, sys; sys.path.insert(0, 'deploy'); sys.argv[1:] = ['setup']; import dev; {}; sys.exit(dev.main())"
    refused = "os.access = lambda *_: False"  # root may write anywhere, so the tests cannot ask the file system

    answer = subprocess.run(
        [sys.executable, "-c", code.format(refused)],
        cwd=project.root,
        env=project.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 1
    assert "read-only" in answer.stderr
    assert "Copy the project" in answer.stderr


def test_a_data_folder_that_cannot_be_written_is_a_sentence(project, port):
    (project.root / "file").touch()

    code, output = project.call("run", "--port", str(port), PAYDAS_DATA_DIR=str(project.root / "file" / "var"))

    assert code == 1
    assert "cannot be written to" in output
    assert "PAYDAS_DATA_DIR" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("text", ["", "abc", "0", "70000", "-1", "٣", "80 80"])
def test_what_is_no_port_is_refused_with_an_example(project, text):
    code, output = project.call("run", f"--port={text}")

    assert code == 1
    assert "make run PORT=8001" in output
    assert project.calls() == []


def test_a_taken_port_is_named_with_another_one(project):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        code, output = project.call("run", "--port", str(taken))

    assert code == 1
    assert f"Port {taken} is taken" in output
    assert f"make run PORT={taken + 1 if taken < 65535 else 8000}" in output


def test_run_prepares_in_order_serves_and_stops_both(project, running, port):
    calls = project.calls()
    served = answers(port)
    code, output = project.call("stop")
    running.communicate(timeout=180)

    steps = [line.split()[1] for line in calls if line.startswith("manage.py") and line != "manage.py worker"]
    assert steps == ["migrate", "load_reference", "load_network", "prepare_site", "create_editor", "search_rebuild"]
    assert served
    assert (code, output) == (0, "Stopped.\n")
    assert running.returncode == 0
    assert not answers(port)


def test_the_second_run_does_no_step_again(project, running, port):
    project.call("stop")
    running.communicate(timeout=180)
    project.calls()

    again = project.start("run", "--port", str(port))
    read_until(again, "Stop it with Ctrl-C")
    calls = project.calls_until("manage.py worker")
    again.send_signal(signal.SIGINT)
    output, _none = again.communicate(timeout=180)

    assert {line.split()[1] for line in calls} == {"gunicorn", "worker"}
    assert again.returncode == 0
    assert "Stopping" in output


def test_data_that_came_with_an_update_is_loaded(project, running, port):
    project.call("stop")
    running.communicate(timeout=180)
    project.calls()
    project.shipped.write_text("a: c\n")

    again = project.start("run", "--port", str(port))
    read_until(again, "Stop it with Ctrl-C")
    project.call("stop")
    again.communicate(timeout=180)

    assert "manage.py load_reference" in project.calls()


def test_a_missing_index_is_built_and_nothing_else_is_done(project, running, port):
    project.call("stop")
    running.communicate(timeout=180)
    shutil.rmtree(project.data / "index")
    project.calls()

    again = project.start("run", "--port", str(port))
    read_until(again, "Stop it with Ctrl-C")
    project.call("stop")
    again.communicate(timeout=180)

    assert [line for line in project.calls() if line.startswith("manage.py") and "worker" not in line] == [
        "manage.py search_rebuild"
    ]


def test_an_index_of_which_only_the_folder_is_there_is_built(project, port):
    """The first change that is recorded makes the folder; an interrupted preparation leaves it empty of an index."""
    (project.data / "index").mkdir(parents=True)
    (project.data / "index" / "consumer").write_text("0123456789ab")

    process = project.start("run", "--port", str(port))
    read_until(process, "Stop it with Ctrl-C")
    project.call("stop")
    process.communicate(timeout=180)

    assert "manage.py search_rebuild" in project.calls()


def test_a_failed_step_is_named_and_tried_again_by_the_next_run(project, port):
    refusal = project.refuse("manage.py load_network", "no such file")
    code, output = project.call("run", "--port", str(port))
    refusal.unlink()
    project.calls()

    again = project.start("run", "--port", str(port))
    read_until(again, "Stop it with Ctrl-C")
    project.call("stop")
    again.communicate(timeout=180)

    assert code == 1
    assert "`manage.py load_network` failed" in output
    assert any(line.startswith("manage.py load_network") for line in project.calls())


def test_a_second_run_beside_the_first_says_where_the_site_is(project, running, port):
    code, output = project.call("run", "--port", str(port + 1 if port < 65535 else port - 1))

    assert code == 1
    assert f"running already, at http://127.0.0.1:{port}" in output
    assert "make stop" in output


def test_when_the_worker_dies_the_server_is_stopped_and_it_is_said(project, port):
    project.refuse("manage.py worker", "out of memory")

    code, output = project.call("run", "--port", str(port))

    assert code == 1
    assert "The worker ended by itself" in output
    assert not answers(port)


def test_a_killed_supervisor_leaves_nothing_on_the_port(project, running, port):
    running.kill()
    running.wait(timeout=180)

    end = time.monotonic() + 20
    while answers(port) and time.monotonic() < end:
        os.sched_yield()
    assert not answers(port)
    assert project.call("stop") == (0, f"Nothing is running in {project.data}.\n")


def test_the_secret_key_is_the_instances_own_and_nobody_else_reads_it(project, running):
    path = project.data / "secret_key"
    first = path.read_text()

    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_stop_says_when_nothing_runs(project):
    assert project.call("stop") == (0, f"Nothing is running in {project.data}.\n")


def test_stop_never_ends_a_process_that_only_has_the_number(project):
    """A run.json left by a crash names a number that belongs to somebody else by now."""
    with subprocess.Popen(["sleep", "60"]) as stranger:
        project.data.mkdir()
        (project.data / "run.json").write_text(json.dumps({"pid": stranger.pid, "address": "http://127.0.0.1:1"}))

        code, output = project.call("stop")
        alive = stranger.poll() is None
        stranger.kill()

    assert (code, alive) == (0, True)
    assert "Nothing is running" in output


def test_stop_says_when_the_site_is_still_starting(project):
    project.data.mkdir()
    with (project.data / "run.json").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        code, output = project.call("stop")

    assert code == 1
    assert "just starting" in output


def test_ctrl_c_in_a_command_is_a_sentence_without_a_trace(monkeypatch, capsys):
    def interrupted(_words: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("django.core.management.execute_from_command_line", interrupted)

    assert manage.main() == 130
    assert capsys.readouterr().err == "\nInterrupted. The same command may be run again.\n"


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), OperationalError("database or disk is full")]
)
def test_a_full_disk_is_a_sentence(monkeypatch, capsys, error):
    def full(_words: list[str]) -> None:
        raise error

    monkeypatch.setattr("django.core.management.execute_from_command_line", full)

    assert manage.main() == 1
    assert capsys.readouterr().err.startswith("No space is left on the disk. Make some room")


def test_a_fault_without_a_sentence_keeps_its_trace(monkeypatch):
    def broken(_words: list[str]) -> None:
        raise FileNotFoundError("planted")

    monkeypatch.setattr("django.core.management.execute_from_command_line", broken)

    with pytest.raises(FileNotFoundError, match="planted"):
        manage.main()

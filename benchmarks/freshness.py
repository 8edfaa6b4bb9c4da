"""How long an approved change takes until a citizen finds it: a server and a worker, as `make run` starts them.

    python benchmarks/freshness.py [PUBLISHES]        (20 unless said otherwise)
    python deploy/postgres.py python deploy/elastic_server.py python benchmarks/freshness.py

Works in a throw-away data folder with the network of İzmir. On PostgreSQL there are two nodes, each with a server, a worker
and a data folder of its own: a change that is published on the first is sought on the second; with Elasticsearch also in the
second one's copy, which would answer if Elasticsearch were away.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "deploy"))

from serve import gunicorn_arguments  # noqa: E402

PREPARE = (
    ["migrate", "--verbosity", "0"],
    ["load_reference"],
    ["load_network", "directory/data/izmir.yaml"],
    ["prepare_site"],
    ["search_rebuild"],
)
LONGEST = 30.0  # seconds


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def served(port: int) -> list[str]:
    """Return with which arguments Python serves the site, as `make run` does."""
    return ["-m", "gunicorn", *gunicorn_arguments(f"http://127.0.0.1:{port}")]


def found(port: int, word: str) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/search?kind=organisation&q={word}", timeout=LONGEST) as answer:
        return any(word in hit["summary"] for hit in json.load(answer)["results"])


def wait_until_well(port: int) -> None:
    """Wait until server and worker run and no index is behind; then ask a little, as the first question costs more."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=LONGEST) as answer:
                if json.load(answer)["status"] == "ok":
                    break
        except OSError:
            pass
        time.sleep(0.2)
    time.sleep(5)  # every process of the server has read ahead
    found(port, "tazelik")


def wait_for(port: int, word: str) -> float:
    started = time.monotonic()
    while not found(port, word):
        if time.monotonic() - started > LONGEST:
            raise SystemExit(f"not found after {LONGEST:.0f} s")
        time.sleep(0.01)
    return time.monotonic() - started


def measure(port: int, count: int, copy: Path | None) -> dict[str, list[float]]:
    """Return the seconds until each change was found, and until it was in the copy."""
    import django

    django.setup()
    from directory.models import Organisation
    from search.drainer import background
    from search.engines.embedded import EmbeddedEngine

    times: dict[str, list[float]] = {"found": []} | ({"in the copy": []} if copy else {})
    engine = EmbeddedEngine(copy) if copy else None
    for number in range(count):
        organisation = Organisation.objects.public().order_by("?").first()
        word = f"tazelik{number}"
        organisation.summary = f"Burada {word} geçiyor."
        organisation.save_revision().publish()
        started = time.monotonic()
        times["found"].append(wait_for(port, word))
        while engine and word not in engine.get("organisation", str(organisation.pk)).summary["tr"]:
            time.sleep(0.01)
        if engine:
            times["in the copy"].append(time.monotonic() - started)
    background.end()
    if "--all" in sys.argv:
        print({what: [round(one, 2) for one in seconds] for what, seconds in times.items()})
    return times


def node(folder: Path, port: int) -> list[subprocess.Popen[bytes]]:
    """Start a server and a worker on a data folder."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = {**os.environ, "PAYDAS_DATA_DIR": str(folder)}
    commands = (served(port), ["manage.py", "worker"])
    return [subprocess.Popen([sys.executable, *command], env=env, **quiet) for command in commands]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    apart = bool(os.environ.get("DATABASE_URL"))
    elastic = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    with tempfile.TemporaryDirectory(prefix="paydas-freshness-") as root:
        first, second = Path(root) / "first", Path(root) / ("second" if apart else "first")
        os.environ.update(PAYDAS_DATA_DIR=str(first), DJANGO_SETTINGS_MODULE="cms.settings.dev")
        os.environ["SEARCH_URL"] = f"{elastic}/freshness" if elastic else ""
        os.chdir(ROOT)
        sys.path.insert(0, str(ROOT))
        for arguments in PREPARE:
            subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        running = node(second, port) + (node(first, free_port()) if apart else [])
        try:
            wait_until_well(port)  # the second node builds its own copy
            times = measure(port, count, second / "index" if elastic else None)
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait()
    where = "on another node" if apart else "on the same machine"
    engine = "Elasticsearch" if elastic else "embedded"
    print(f"{engine}, {where}, {count} publishes; load of the machine {os.getloadavg()[0]:.1f}")
    for what, seconds in times.items():
        ordered = sorted(seconds)
        p95 = ordered[min(count - 1, round(count * 0.95))]
        print(f"{what}: p50 {statistics.median(ordered):.2f} s, p95 {p95:.2f} s, worst {ordered[-1]:.2f} s")
    bar = 2 if apart else 1
    print(f"worst in bars of {bar} s: {max(times['found']) / bar:.2f}")


if __name__ == "__main__":
    main()

"""How long an approved change takes until a citizen finds it: a server and a worker, as `make run` starts them.

    python benchmarks/freshness.py [PUBLISHES]        (20 unless said otherwise)

Works in a throw-away data folder with the network of İzmir.
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


def found(port: int, word: str) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/search?kind=organisation&q={word}", timeout=LONGEST) as answer:
        return any(word in hit["summary"] for hit in json.load(answer)["results"])


def wait_for(port: int, word: str) -> float:
    started = time.monotonic()
    while not found(port, word):
        if time.monotonic() - started > LONGEST:
            raise SystemExit(f"not found after {LONGEST:.0f} s")
        time.sleep(0.01)
    return time.monotonic() - started


def measure(port: int, count: int) -> list[float]:
    import django

    django.setup()
    from directory.models import Organisation
    from search.drainer import background

    times = []
    for number in range(count):
        organisation = Organisation.objects.public().order_by("?").first()
        word = f"tazelik{number}"
        organisation.summary = f"Burada {word} geçiyor."
        organisation.save_revision().publish()
        times.append(wait_for(port, word))
    background.end()
    return times


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory(prefix="paydas-freshness-") as folder:
        os.environ.update(PAYDAS_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="cms.settings.dev")
        os.chdir(ROOT)
        sys.path.insert(0, str(ROOT))
        for arguments in PREPARE:
            subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        server = [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
        running = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in (server, [sys.executable, "manage.py", "worker"])
        ]
        try:
            time.sleep(8)
            times = sorted(measure(port, count))
        finally:
            for process in running:
                process.terminate()
                process.wait()
    p95 = times[min(len(times) - 1, round(len(times) * 0.95))]
    print(f"publish until found, {count} times: p50 {statistics.median(times):.2f} s, p95 {p95:.2f} s, worst {times[-1]:.2f} s")
    print(f"worst in bars of 1 s: {times[-1]:.2f}; load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

"""Pages over HTTP: a server of two processes with many organisations, and a load generator on the same processors.

    python benchmarks/pages.py [ORGANISATIONS] [--folder DIR]        (100,000 unless said otherwise)

Another profile with every request (cold), the same ones again and again (warm), and searches at 30 a second; prints requests a
second, p50/p95/p99 and, as ratio, how many times as fast a page from memory is. Words are those of benchmarks/search.py, as
frequent as in a language. Works in a throw-away data folder, or in one that is kept,
filled the first time and only measured later.
"""

import argparse
import contextlib
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

from freshness import free_port, node
from imports import write_rows

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 8
SECONDS = 15.0
SEARCHES_A_SECOND = 30
SETTLING = 32  # searches before anything is timed
WARM = 50  # profiles that are asked for again and again


class Load:
    """Clients that each keep a connection open and ask for the next address as soon as they have an answer, or on time."""

    def __init__(self, port: int, addresses: Iterable[str], *, rate: float = 0) -> None:
        self.port, self.addresses = port, iter(addresses)
        self.pause = 1 / rate if rate else 0.0
        self.lock = threading.Lock()
        self.taken = 0
        self.times: list[float] = []
        self.failed = 0

    def run(self, seconds: float = SECONDS) -> float:
        """Return the requests answered a second."""
        self.begun = time.perf_counter()
        self.end = self.begun + seconds
        threads = [threading.Thread(target=self._client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(self.times) / (time.perf_counter() - self.begun)

    def _client(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while True:
            with self.lock:
                due = self.begun + self.taken * self.pause if self.pause else time.perf_counter()
                self.taken += 1
                address = next(self.addresses, None)
            if address is None or due > self.end or time.perf_counter() > self.end:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            status = 0
            try:
                connection.request("GET", address)
                answer = connection.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                connection.close()
            with self.lock:
                self.times.append(time.perf_counter() - due)  # what waits in line counts too
                self.failed += status != 200


def told(name: str, load: Load, rate: float) -> float:
    times = sorted(load.times)
    p50, p95, p99 = (1000 * times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99))
    print(
        f"{name:28}{rate:8.0f} a second   p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms   failed {load.failed}", flush=True
    )
    return rate


def prepare(count: int, folder: str) -> list[str]:
    """Import the organisations, unless the folder holds them already; return the paths of their profiles."""
    import django

    django.setup()
    filled = Path(folder) / "filled"
    if not filled.exists():
        fill(Path(folder) / "rows.jsonl", count)
        filled.touch()
    from benchmarks.search import read

    read(Path(folder))
    from directory.models import Address

    return [f"/kuruluslar/{slug}/" for slug in Address.objects.filter(current=True).values_list("slug", flat=True)]


def fill(rows: Path, count: int) -> None:
    for arguments in (["migrate", "--verbosity", "0"], ["load_reference"], ["prepare_site"]):
        subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)
    from benchmarks.search import World

    write_rows(rows, count, World().words)
    command = [sys.executable, "manage.py", "import_organisations", str(rows), "--publish", "--verbosity", "0"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([sys.executable, "manage.py", "search_sync"], check=True, stdout=subprocess.DEVNULL)


def ready(port: int) -> None:
    load = Load(port, ["/healthz"])
    for _ in range(300):
        load.times, load.failed, load.addresses = [], 0, iter(["/healthz"])
        load.run(1)
        if load.times and not load.failed:
            return
        time.sleep(0.2)
    raise SystemExit("the server did not start")


def searches(count: int) -> list[str]:
    """Return the addresses of so many questions, each with two facets chosen."""
    from urllib.parse import urlencode

    from benchmarks.search import World

    world = World()
    questions = [world.question() for _ in range(count)]
    return [f"/ara/?{urlencode({'q': text, **chosen}, doseq=True)}" for text, chosen in questions]


def measure(port: int, profiles: list[str]) -> None:
    rng = random.Random(20261127)
    rng.shuffle(profiles)

    asked = searches(SEARCHES_A_SECOND * int(SECONDS) + SETTLING)
    Load(port, asked[:SETTLING]).run(60)  # each process reads ahead what questions are understood with
    cold = Load(port, iter(profiles[WARM:]))
    slow = told("another profile each time", cold, cold.run())
    warm_addresses = profiles[:WARM]
    Load(port, warm_addresses * 4).run()
    warm = Load(port, cycle(warm_addresses))
    fast = told("the same profiles, warm", warm, warm.run())
    asking = Load(port, asked[SETTLING:], rate=SEARCHES_A_SECOND)
    told("searches with facets", asking, asking.run())
    print(f"a page from memory is {fast / slow:.1f} times as fast")


def main() -> None:
    parser = argparse.ArgumentParser(description="Pages over HTTP")
    parser.add_argument("organisations", nargs="?", type=int, default=100_000)
    parser.add_argument("--folder", help="data folder that is kept and used again")
    options = parser.parse_args()
    kept = contextlib.nullcontext(options.folder) if options.folder else tempfile.TemporaryDirectory(prefix="paydas-pages-")
    with kept as folder:
        os.environ |= {
            "PAYDAS_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": "",
            "SEARCH_URL": "",
        }
        os.chdir(ROOT)
        sys.path.insert(0, str(ROOT))
        profiles = prepare(options.organisations, folder)
        port = free_port()
        processes = node(Path(folder), port)
        try:
            ready(port)
            measure(port, profiles)
        finally:
            for process in processes:
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()

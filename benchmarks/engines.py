"""Both engines side by side, on the same documents and questions in one run; and a cluster that loses a node under load.

    python benchmarks/engines.py [DOCUMENTS …]        (100,000 unless said otherwise)
    python benchmarks/engines.py --cluster [DOCUMENTS]

Documents and questions are those of benchmarks/search.py. Starts real Elasticsearch servers on loopback ports (deploy/
elastic_server.py) and stops them. Works in throw-away folders. `--cluster` starts three nodes, asks without a pause from four
threads, kills one node outright, then the one that is asked, and counts what people would have met.
"""

import json
import multiprocessing
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "deploy")]  # not this folder: its search.py is not the package

import elastic_server  # noqa: E402

from benchmarks.search import (  # noqa: E402
    QUESTIONS,
    READERS,
    World,
    ask,
    build,
    drawn,
    megabytes,
    reader,
    resident_megabytes,
    suggest,
    update,
)

HEAP = "1g"
THREADS = 4
LOAD = 12.0  # seconds of questions before, between and after the kills


def prepare(folder: str, search_url: str) -> dict[str, str]:
    """Return the environment of an instance with the shipped places and rights areas."""
    instance = {"PAYDAS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "SEARCH_URL": search_url}
    env = {**os.environ, **instance}
    for command in (["migrate", "-v0"], ["load_reference"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=env)
    return env


def shares(seconds: list[float]) -> str:
    ordered = sorted(1000 * second for second in seconds)
    return f"{statistics.median(ordered):.1f} / {ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]:.1f} ms"


def anonymous_megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def size(server: str, pid: int) -> tuple[float, float]:
    """Return the megabytes of the live index, and of the process that holds it."""
    from django.conf import settings

    if not server:
        return megabytes(Path(settings.SEARCH_INDEX_DIR)), resident_megabytes()
    with urllib.request.urlopen(f"{server}/_stats/store") as told:  # noqa: S310 - our own server
        return json.load(told)["_all"]["primaries"]["store"]["size_in_bytes"] / 1e6, anonymous_megabytes(pid)


def measure(documents: int, server: str, pid: int) -> None:
    """Print one column of the table, a row a line."""
    import django

    django.setup()
    world = World()
    print(f"build: {build(world, documents):.0f} s", flush=True)
    alone = ask([world.question() for _ in range(QUESTIONS)])
    index, process = size(server, pid)
    print(f"index: {index:.0f} MB\nmemory of the process that answers: {process:.0f} MB")
    print(f"search, four facets, two chosen: {shares(alone)}\nsuggestions: {shares(suggest(world, QUESTIONS))}", flush=True)
    print(f"an update until it is found: {shares(update(world, documents))}", flush=True)
    with multiprocessing.get_context("spawn").Pool(READERS) as pool:
        found = pool.map(reader, drawn(world))
        print(f"search with {READERS} readers: {shares([one for seconds, _memory in found for one in seconds])}", flush=True)
        begun = pool.map_async(reader, drawn(world))
        written: list[float] = []
        while not begun.ready():
            written += update(world, documents, 1, first=100 + len(written))
        beside = [one for seconds, _memory in begun.get() for one in seconds]
        print(f"search with {READERS} readers and a writer: {shares(beside)}")
    print(f"an update meanwhile: {shares(written)}", flush=True)


def column(documents: int, server: str, pid: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="paydas-engines-") as folder:
        env = prepare(folder, f"{server}/engines" if server else "embedded://")
        command = [sys.executable, __file__, "--measure", str(documents), server, str(pid)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env)
    return dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)


def side_by_side(documents: int) -> None:
    embedded = column(documents, "", 0)
    node = elastic_server.launch(heap=HEAP)
    try:
        elastic_server.answer(node)
        elastic = column(documents, node.url, node.pid)
    finally:
        node.stop()
    print(f"\n| {documents:,} documents (p50 / p95) | embedded | Elasticsearch {elastic_server.EIGHT.version} |\n|---|---|---|")
    for what, value in embedded.items():
        print(f"| {what} | {value} | {elastic[what]} |")


@contextmanager
def nodes() -> Iterator[list[elastic_server.Node]]:
    """Start a cluster of three."""
    ports = [elastic_server.free_port() for _ in range(3)]
    among = ",".join(f"127.0.0.1:{port}" for port in ports)
    started = []
    try:
        for number, port in enumerate(ports, 1):
            options = [
                "-Ecluster.name=paydas-benchmark", f"-Enode.name=n{number}",
                f"-Ediscovery.seed_hosts={among}", "-Ecluster.initial_master_nodes=n1,n2,n3",
            ]  # fmt: skip
            started.append(elastic_server.launch(heap="512m", transport=port, options=options))
        for node in started:
            elastic_server.answer(node)
        yield started
    finally:
        for node in started:
            node.stop()


class Load:
    """Threads that ask without a pause, and what they met."""

    def __init__(self, world: World) -> None:
        self.questions = [world.question()[0] for _ in range(QUESTIONS)]
        self.stopping = threading.Event()
        self.met: Counter[str] = Counter()
        self.seconds: list[float] = []

    def ask(self, number: int) -> None:
        from search import service
        from search.types import SearchRequest

        at = number
        while not self.stopping.is_set():
            request = SearchRequest(text=self.questions[at % len(self.questions)], facets={"kind": ("organisation",)})
            started = time.perf_counter()
            try:
                page = service.search(request)
                told = "nothing" if page.degraded and not page.hits else "the copy" if page.degraded else "Elasticsearch"
            except Exception as error:  # noqa: BLE001 - what a person would meet as an error page
                told = f"error {type(error).__name__}"
            self.seconds.append(time.perf_counter() - started)
            self.met[told] += 1
            at += THREADS

    def told(self) -> str:
        """Return what was met since the last time."""
        met, seconds = dict(self.met), list(self.seconds)
        self.met.clear()
        self.seconds.clear()
        return f"{sum(met.values())} questions answered by {met}; {shares(seconds)}, longest {1000 * max(seconds):.0f} ms"


def lose_nodes(documents: int) -> None:
    import django

    with tempfile.TemporaryDirectory(prefix="paydas-engines-") as folder, nodes() as cluster:
        os.environ.update(prepare(folder, f"{cluster[0].url}/engines"))
        os.chdir(ROOT)
        django.setup()
        from search import answering, service

        world = World()
        print(f"{documents:,} documents, three nodes, a replica; built in {build(world, documents):.0f} s", flush=True)
        fill_copy(answering.copy(), world, documents)
        with urllib.request.urlopen(f"{cluster[0].url}/_cluster/health?wait_for_status=green&timeout=60s"):  # noqa: S310
            pass
        service.search(request())
        load = Load(world)
        threads = [threading.Thread(target=load.ask, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        try:
            time.sleep(LOAD)
            print(f"three nodes: {load.told()}", flush=True)
            holder = kept_by(cluster)
            os.kill(holder.pid, signal.SIGKILL)
            time.sleep(LOAD)
            print(f"a node that holds a copy of the index is killed: {load.told()}", flush=True)
            os.kill(cluster[0].pid, signal.SIGKILL)
            time.sleep(LOAD)
            print(f"the node that is asked is killed: {load.told()}", flush=True)
        finally:
            load.stopping.set()
            for thread in threads:
                thread.join()


def request() -> Any:
    from search.types import SearchRequest

    return SearchRequest(text="dernek")


def fill_copy(copy: Any, world: World, documents: int) -> None:
    """Build this machine's copy, as its worker would have."""
    from search.engines.base import Versioned

    with copy.rebuild(documents) as fresh:
        made = [world.document(number) for number in range(documents)]
        fresh.write([Versioned(one.kind, one.object_id, int(one.object_id) + 1, one) for one in made])


def kept_by(cluster: list[elastic_server.Node]) -> elastic_server.Node:
    """Return a node, not the first, that holds a shard."""
    with urllib.request.urlopen(f"{cluster[0].url}/_cat/shards/engines-*?format=json&h=node") as told:  # noqa: S310
        holding = {row["node"] for row in json.load(told)}
    return next(node for number, node in enumerate(cluster, 1) if number > 1 and f"n{number}" in holding)


def main(arguments: list[str]) -> None:
    sizes = [int(argument) for argument in arguments if argument.isdecimal()]
    if arguments[:1] == ["--measure"]:
        measure(sizes[0], arguments[2], int(arguments[3]))
    elif "--cluster" in arguments:
        lose_nodes(*(sizes or [20_000]))
    else:
        for documents in sizes or [100_000]:
            side_by_side(documents)


if __name__ == "__main__":
    main(sys.argv[1:])

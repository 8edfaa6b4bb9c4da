"""A real Elasticsearch with users and TLS, whose data are on a small disk of their own, and a proxy in front of it."""

import base64
import json
import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from search import answering, check, consumers, service, sync
from search.breaker import LONGEST_PAUSE, Breaker
from search.engines.base import Engine
from search.models import Change, Consumer, Refusal
from search.types import SearchRequest
from tests.factories import OrganisationFactory
from tests.faults.proxy import Proxy

sys.path.append(str(Path(__file__).resolve().parents[2] / "deploy"))
import elastic_server

DISK = 192  # megabytes
# A server that sees its disk full elects nobody until it looks again: by itself every two minutes, should it look just then.
SERVER = ("-Ediscovery.type=single-node", "-Emonitor.fs.health.refresh_interval=1s")
BUDGET = 1.5  # seconds; more than visitors wait, since the machine that tests may be busy
ANSWERED_WITHIN = 5.0  # seconds beyond it, for what is done with an answer; a server that hangs does so for longer
SAVED_WITHIN = 10.0  # seconds; whoever waited for the engine would wait for a minute
ADMIN, PASSWORD = "admin:every-fault-there-is", "all-that-is-ours"
# As `elasticsearch-users useradd` writes them; running it twice takes as long as starting the server.
USERS = """admin:$2a$10$QsWJDCgYOLV5EzOPBZCWt.1prqraYQpClE8/FuZSHICHFM6v9343u
ours:$2a$10$HANmm2vvsQiBtl1cykgTKOmLjO3Ez1tEvDnZLap73E04iQtMabGtm
"""
ROLES = """
ours:
  indices:
    - names: ["paydas*"]
      privileges: ["all"]
admin:
  cluster: ["all"]
  indices:
    - names: ["*"]
      privileges: ["all"]
"""


@dataclass
class Cluster:
    """A node that may be killed and started again, and what only its administrator may do."""

    node: Any
    small_disk: bool

    @property
    def place(self) -> tuple[str, int]:
        parts = urlsplit(self.node.url)
        return str(parts.hostname), int(parts.port or 0)

    @property
    def data(self) -> Path:
        return Path(self.node.folder) / "data"

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.node.ca_file)

    def shown(self) -> ssl.SSLContext:
        """How the proxy shows itself: as the node does."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        config = Path(self.node.folder) / "config"
        context.load_cert_chain(config / "http.crt", config / "http.key")
        return context

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Ask as the administrator, past the proxy."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.node.url}/{path}", data, method=method)  # noqa: S310 - our own server
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", "Basic " + base64.b64encode(ADMIN.encode()).decode())
        with urllib.request.urlopen(request, timeout=60, context=self.trusted()) as told:  # noqa: S310
            return json.loads(told.read() or b"null")

    def kill(self) -> None:
        os.kill(self.node.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self.node.process.wait(10)

    def start_again(self) -> None:
        self.node = _launch(self.node.folder, port=self.place[1])

    def end(self) -> None:
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(self.node.pid, signal.SIGKILL)
        self.node.process.kill()
        self.node.process.wait()


def _launch(folder: Path, **options: Any) -> Any:
    started = elastic_server.launch(folder=folder, secure=True, roles=ROLES, heap="384m", brief=True, options=SERVER, **options)
    return elastic_server.answer(started, password=ADMIN)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for all faults. Its data are on a disk of a few megabytes where we may mount one."""
    folder = Path(tempfile.mkdtemp(prefix="paydas-faults-"))
    data = folder / "data"
    data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(data)]
    small = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    config = shutil.copytree(elastic_server.home_of(elastic_server.EIGHT) / "config", folder / "config")
    (config / "users").write_text(USERS)
    (config / "users_roles").write_text("admin:admin\nours:ours\n")
    found = None
    try:
        found = Cluster(_launch(folder), small)
        yield found
    finally:
        if found:
            found.end()
        if small:
            subprocess.run(["umount", "--lazy", str(data)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


class Site:
    """A database, the copy of this node, and the main engine behind the proxy; each test has indexes of its own."""

    def __init__(self, cluster: Cluster, proxy: Proxy, settings: Any) -> None:
        self.cluster, self.proxy, self.settings = cluster, proxy, settings
        self.prefix = f"paydas-{uuid.uuid4().hex[:10]}"
        self.now = 0.0  # as the breaker sees it
        self.connect()

    def connect(self, *, user: str = "ours", password: str = PASSWORD, prefix: str = "", port: int = 0) -> None:
        """Have SEARCH_URL name the main engine; an engine that was made under another address is made anew."""
        place = f"127.0.0.1:{port or self.proxy.port}/{prefix or self.prefix}"
        self.settings.SEARCH_URL = f"https://{user}:{password}@{place}"
        answering._engines.clear()
        answering._breakers[self.settings.SEARCH_URL] = Breaker(lambda: self.now)

    @property
    def main(self) -> Engine:
        return answering.engine()

    @property
    def alias(self) -> str:
        return str(self.main.alias)  # type: ignore[attr-defined]

    def index(self) -> str:
        """Return the name of the live index."""
        return next(iter(self.cluster.call("GET", f"_alias/{self.alias}")))

    def consumer(self) -> Consumer:
        return Consumer.objects.get(name=consumers.name_of(self.main))

    def waiting(self) -> int:
        return consumers.waiting(self.consumer()).count()

    def save(self, name: str) -> None:
        """Save as an editor does; neither an error nor a wait."""
        started = time.monotonic()
        OrganisationFactory(name=name)
        assert time.monotonic() - started < SAVED_WITHIN

    def ask(self, text: str) -> tuple[int, str, bool]:
        """Return how many are found, by whom, and whether the page says that it is limited."""
        started = time.monotonic()
        page = service.search(SearchRequest(text=text, facets={"kind": ("organisation",)}))
        assert time.monotonic() - started < BUDGET + ANSWERED_WITHIN
        return page.total, page.engine, page.degraded

    def recover(self) -> None:
        """Pass the time after which everything is tried again, and do what the worker does."""
        self.now += LONGEST_PAUSE
        drained = sync.drain(at_once=True)
        assert drained.away == {}

    def assert_in_step(self) -> None:
        """Nothing waits, nothing was refused, and both indexes hold what the database holds."""
        assert not Change.objects.exists()
        assert not Refusal.objects.exists()
        assert {engine.name: check.compare(engine) for engine in sync.engines()} == {"embedded": [], "elasticsearch": []}


@pytest.fixture
def site(cluster: Cluster, settings: Any, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site of three organisations, in step with its two indexes."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SEARCH_BUDGET = BUDGET
    settings.SEARCH_CA_FILE = cluster.node.ca_file
    settings.SEARCH_DRAIN = "worker"
    monkeypatch.setattr(answering, "_engines", {})
    monkeypatch.setattr(answering, "_breakers", {})
    with Proxy(cluster.place, shown=cluster.shown(), trusted=cluster.trusted()) as proxy:
        made = Site(cluster, proxy, settings)
        for key, name in {"isik": "Işık Derneği", "umut": "Umut Vakfı", "gunes": "Güneş Kooperatifi"}.items():
            OrganisationFactory(key=key, name=name)
        assert sync.drain().away == {}
        made.assert_in_step()
        assert made.ask("ışık") == (1, "elasticsearch", False)
        yield made
        for name in cluster.call("GET", f"{made.prefix}*?expand_wildcards=all"):
            cluster.call("DELETE", name)

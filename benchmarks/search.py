"""Search at size: how long building takes, how large the index is, how long questions, suggestions and updates take.

    python benchmarks/search.py [DOCUMENTS …] [--wagtail] [--folder DIR]        (10,000 and 100,000 unless said otherwise)

Documents are seeded: a vocabulary with Zipf frequencies, the real districts and rights areas, texts as long as those of the
evaluation set. Every question counts four facets, two of them chosen. --wagtail asks Wagtail's own database search the same
words on the same texts in the same run. Works in a throw-away data folder, or with one number of documents in one that is
kept, filled the first time and only measured later.
"""

import argparse
import contextlib
import itertools
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SYLLABLES = "ka ra de mi lo şu ge ya bi no tu öz çe ğı ül sa ke ma ri ta ne zi vu he pa do ce ıl or ün".split()  # noqa: SIM905
FACETS = ("topic", "type", "district", "target")
QUESTIONS = 300
READERS = 8
ROUND = 1_000  # documents written at once
Question = tuple[str, dict[str, tuple[str, ...]]]


class World:
    """Seeded words, places and rights areas; documents and questions are drawn from them."""

    def __init__(self) -> None:
        from directory.models import District, Topic
        from directory.organisations.choices import ExchangeKind, OrganisationType, TargetGroup

        self.rng = random.Random(20261123)
        self.vocabulary = ["".join(self.rng.choices(SYLLABLES, k=self.rng.randint(2, 4))) for _ in range(60_000)]
        self.weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.vocabulary))))
        self.districts = [(d.value, d.province.slug, d.name) for d in District.objects.select_related("province")]
        self.topics = [(topic.slug, topic.name) for topic in Topic.objects.all()]
        self.types, self.targets, self.kinds = OrganisationType.values, TargetGroup.values, ExchangeKind.values

    def words(self, count: int) -> str:
        return " ".join(self.rng.choices(self.vocabulary, cum_weights=self.weights, k=count))

    def document(self, number: int) -> Any:
        from search.types import Name, Passage, SearchDocument

        district, province, place = self.rng.choice(self.districts)
        topics = self.rng.sample(self.topics, k=self.rng.choice((1, 2, 2, 3)))
        name = f"{self.words(2).title()} Derneği {number}"
        return SearchDocument(
            kind="organisation",
            object_id=str(number),
            key=f"kurulus-{number}",
            path=f"/kuruluslar/kurulus-{number}/",
            title={"tr": name},
            summary={"tr": self.words(18)},
            names=(Name(name, "title"), Name("".join(self.rng.choices("ABCÇDEFGKLMNOPRSTYZ", k=5)), "acronym")),
            passages=(
                Passage(self.words(90), "about"),
                *(Passage(label, "topic", label=slug) for slug, label in topics),
                Passage(self.words(6), "offer", label="training"),
                Passage(self.words(6), "need", label="volunteers"),
                Passage(place, "place"),
            ),
            facets={
                "topic": tuple(slug for slug, _label in topics),
                "type": (self.rng.choice(self.types),),
                "province": (province,),
                "district": (district,),
                "target": (self.rng.choice(self.targets),),
                "scope": ("local",),
                "offers": (self.rng.choice(self.kinds),),
                "needs": (self.rng.choice(self.kinds),),
                "status": ("active",),
            },
        )

    def question(self) -> Question:
        """Return words and two chosen facets."""
        _value, _province, place = self.rng.choice(self.districts)
        _slug, topic = self.rng.choice(self.topics)
        text = self.rng.choice(
            (
                topic,
                f"{place} {topic.lower()}",
                self.words(2),
                f"{self.words(1)} derneği",
                f"{topic.lower()} nereden destek alırım {self.words(1)}",
            )
        )
        chosen = {"type": tuple(self.rng.sample(self.types, k=3)), "target": tuple(self.rng.sample(self.targets, k=4))}
        return text, chosen


def shares(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    picked = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
    return "p50 {:7.1f} ms   p95 {:7.1f} ms   p99 {:7.1f} ms".format(*(1000 * value for value in picked))


def timed(calls: Iterator[Callable[[], object]]) -> list[float]:
    seconds = []
    for call in calls:
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return seconds


def read(folder: Path) -> None:
    """Read every file once: what was built a moment ago, or is asked all day, lies in the memory of the machine."""
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb") as content:
                while content.read(1 << 24):
                    pass


def megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def resident_megabytes() -> float:
    """Return what this process holds for itself. Pages of index files are the system's cache: all processes share them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def drawn(world: World) -> list[list[Question]]:
    """Return questions for each reader, who then needs no world in its memory."""
    return [[world.question() for _ in range(QUESTIONS // READERS)] for _ in range(READERS)]


def ask(asked: Sequence[Question]) -> list[float]:
    from search import service
    from search.types import SearchRequest

    requests = [
        SearchRequest(text=text, facets={"kind": ("organisation",), **chosen}, with_facets=FACETS) for text, chosen in asked
    ]
    service.search(requests[0])
    return timed((lambda request=request: service.search(request)) for request in requests)


def understand(world: World, count: int) -> list[float]:
    from search import service

    texts = [world.question()[0] for _ in range(count)]
    return timed((lambda text=text: service.plan(text)) for text in texts)


def suggest(world: World, count: int) -> list[float]:
    from search import service

    typed = [world.words(1)[: world.rng.randint(2, 6)] for _ in range(count)]
    return timed((lambda text=text: service.suggest(text)) for text in typed)


def update(world: World, documents: int, count: int = 10, first: int = 0) -> list[float]:
    """Return how long it takes from writing a changed document until a question finds it; `first`: from which on."""
    from dataclasses import replace

    from search import service
    from search.engines.base import Versioned
    from search.types import SearchRequest

    seconds = []
    for at in range(first, first + count):
        document = replace(world.document(at), title={"tr": f"Bulunur {at}"})
        started = time.perf_counter()
        service.engine().write([Versioned("organisation", str(at), documents + at + 1, document)])
        while not any(hit.object_id == str(at) for hit in service.search(SearchRequest(text=f"bulunur {at}")).hits):
            pass
        seconds.append(time.perf_counter() - started)
    return seconds


def reader(asked: Sequence[Question]) -> tuple[list[float], float]:
    """Ask in a process of its own; return the times and what memory it took."""
    import django

    django.setup()
    return ask(asked), resident_megabytes()


def build(world: World, documents: int) -> float:
    from search import service
    from search.engines.base import Versioned

    started = time.perf_counter()
    with service.engine().rebuild(documents) as fresh:
        for first in range(0, documents, ROUND):
            numbers = range(first, min(first + ROUND, documents))
            made = [world.document(number) for number in numbers]
            fresh.write([Versioned(one.kind, one.object_id, int(one.object_id) + 1, one) for one in made])
    return time.perf_counter() - started


def wagtail_search(world: World, documents: int) -> list[float]:
    """Put the same texts into pages and ask Wagtail's database search."""
    from wagtail.models import Page
    from wagtail.search.backends import get_search_backend

    root = Page.get_first_root_node()
    for first in range(0, documents, ROUND):
        pages = []
        for number in range(first, min(first + ROUND, documents)):
            one = world.document(number)
            text = " ".join([one.summary["tr"], *(passage.text for passage in one.passages)])
            path = root.path + Page._int2str(number + 5_000).rjust(Page.steplen, "0")
            pages.append(
                Page(
                    title=f"{one.title['tr']} {text}"[:255], slug=one.key, path=path, depth=2, numchild=0,
                    content_type_id=root.content_type_id, url_path=f"/{one.key}/", locale_id=root.locale_id,
                )
            )  # fmt: skip
        Page.objects.bulk_create(pages)
        get_search_backend().add_bulk(Page, list(Page.objects.filter(slug__in=[page.slug for page in pages])))
    texts = [world.question()[0] for _ in range(QUESTIONS // 3)]
    return timed((lambda text=text: list(Page.objects.live().search(text)[:20])) for text in texts)


def measure(documents: int, *, beside: bool) -> None:
    import django

    django.setup()
    from django.conf import settings

    from search import service

    world = World()
    folder = Path(settings.SEARCH_INDEX_DIR)
    if service.engine().ready():
        world.rng.seed(documents)  # building draws from it too
        read(folder)
        print(f"\n{documents:,} documents, built before; {megabytes(folder):.0f} MB")
    else:
        seconds = build(world, documents)
        each = seconds / documents * 1000
        print(f"\n{documents:,} documents: built in {seconds:.0f} s, {each:.2f} ms each; {megabytes(folder):.0f} MB")
    alone = ask([world.question() for _ in range(QUESTIONS)])
    print(f"  search, four facets, two chosen  {shares(alone)}")
    print(f"  of it reading the question       {shares(understand(world, QUESTIONS))}")
    print(f"  suggestions                      {shares(suggest(world, QUESTIONS))}")
    print(f"  an update until it is found      {shares(update(world, documents))}")
    with multiprocessing.get_context("spawn").Pool(READERS) as pool:
        found = pool.map(reader, drawn(world))
    print(f"  search with {READERS} reading processes   {shares([second for seconds, _memory in found for second in seconds])}")
    print(f"  memory of a reading process      {max(memory for _seconds, memory in found):.0f} MB")
    if beside:
        theirs = wagtail_search(world, documents)
        print(f"  Wagtail's database search        {shares(theirs)}")
        print(f"  ratio of the medians             {sorted(theirs)[len(theirs) // 2] / sorted(alone)[len(alone) // 2]:.1f}")


@contextlib.contextmanager
def data_folder(kept: Path | None) -> Iterator[Path]:
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="paydas-benchmark-") as folder:
            yield Path(folder)
    else:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept


def main(sizes: list[int], *, beside: bool, kept: Path | None) -> None:
    print("bars: 100,000 documents p95 25 ms, 1,000,000 p95 60 ms; suggestions p95 5 ms; reading the question p95 3 ms; 200 MB")
    for documents in sizes:
        with data_folder(kept) as folder:
            environment = {**os.environ, "PAYDAS_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
            for command in (["migrate", "-v0"], ["load_reference"]):
                subprocess.run(
                    [sys.executable, "manage.py", *command], check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment
                )
            arguments = ["--measure", str(documents), *(["--wagtail"] if beside else [])]
            subprocess.run([sys.executable, __file__, *arguments], check=True, cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser()
    parser.add_argument("documents", type=int, nargs="*")
    parser.add_argument("--wagtail", action="store_true")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.folder and len(given.documents) != 1:
        parser.error("--folder takes one number of documents.")
    if given.measure:
        measure(given.measure, beside=given.wagtail)
    else:
        main(given.documents or [10_000, 100_000], beside=given.wagtail, kept=given.folder)

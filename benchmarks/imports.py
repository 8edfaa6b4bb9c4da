"""Import of many organisations: how long checking, applying and indexing take, what memory they need, how long others wait.

    python benchmarks/imports.py [ROWS]        (100,000 unless said otherwise)

Works in a throw-away data folder. Beside the figures it prints ratios, which can be compared between machines.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = (  # noqa: SIM905 - read as words
    "hak dayanışma gençlik kadın çevre engelli çocuk mülteci kültür sanat emek eğitim sağlık deniz orman köy mahalle kent "
    "ışık umut yaşam su toprak barış özgürlük gönüllü erişim destek ağ topluluk hafıza adalet kooperatif atölye buluşma"
).split()
SAMPLE = 200  # organisations published one by one, to compare with


def words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))


def write_rows(path: Path, count: int, text: Callable[[int], str] | None = None) -> None:
    """Write organisations as rich as those of the evaluation set, from real places and rights areas.

    `text` gives so many words; without it they are of a short list, which is hard on nobody who imports, but no language.
    """
    import django

    django.setup()
    from directory.models import District, Topic
    from directory.organisations.choices import ExchangeKind, OrganisationType, TargetGroup

    rng = random.Random(20261122)
    text = text or (lambda count: words(rng, count))
    districts = list(District.objects.select_related("province"))
    topics = list(Topic.objects.values_list("slug", flat=True))
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            district = rng.choice(districts)
            row = {
                "key": f"kurulus-{number}",
                "name": f"{text(3).title()} Derneği {number % 5000}",
                "acronym": "".join(rng.choices("ABCÇDEFGĞHIİKLMNOÖPRSŞTUÜVYZ", k=4)),
                "aliases": [text(2).title()],
                "type": rng.choice(OrganisationType.values),
                "summary": text(20)[:300],
                "about": "\n\n".join(text(40) for _ in range(2)),
                "topics": rng.sample(topics, k=2),
                "keywords": [words(rng, 1), words(rng, 2), f"kelime {rng.randrange(2000)}"],
                "province": district.province.name,
                "district": district.name,
                "latitude": district.latitude,
                "longitude": district.longitude,
                "target_groups": rng.sample(TargetGroup.values, k=1),
                "scope": "local",
                "offers": [{"kind": rng.choice(ExchangeKind.values), "text": text(6)}],
                "needs": [{"kind": rng.choice(ExchangeKind.values), "text": text(6)}],
                "founded": rng.randrange(1950, 2026),
                "website": f"https://k{number}.example",
                "email": f"bilgi@k{number}.example",
                "phone": "0232 000 00 00",
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def import_file(path: str) -> None:
    """Import in this process and print its figures as JSON (a process of its own: its peak memory is its own)."""
    import django

    django.setup()
    from directory.exchange.importing.beside import indexing_beside
    from directory.exchange.importing.run import apply_checked, check_file
    from search import sync

    before = peak_megabytes()
    marks = [(time.perf_counter(), time.process_time())]

    def mark() -> None:
        marks.append((time.perf_counter(), time.process_time()))

    with (checked := check_file(Path(path), publish=True)).spool:
        mark()
        with indexing_beside(checked.to_apply):
            apply_checked(checked)
            mark()
            peak = peak_megabytes()
    sync.drain()
    mark()
    figures = {"memory": peak - before, "memory_index": peak_megabytes() - before}
    for name, start, end in (("check", 0, 1), ("apply", 1, 2), ("index", 2, 3), ("total", 0, 3)):
        figures[name] = marks[end][0] - marks[start][0]
        figures[f"{name}_cpu"] = marks[end][1] - marks[start][1]
    print(json.dumps(figures))


class OtherWriter(threading.Thread):
    """Another process's editor: writes a row again and again and notes the longest wait. Its connection is its own."""

    def __init__(self, database: Path) -> None:
        super().__init__(daemon=True)
        self.database = database
        self.stopped = threading.Event()
        self.waits: list[float] = []

    def run(self) -> None:
        import sqlite3

        connection = sqlite3.connect(self.database, timeout=20, isolation_level=None)
        while not self.stopped.wait(0.05):
            started = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE directory_province SET name = name WHERE code = '35'")
            connection.execute("COMMIT")
            self.waits.append(time.perf_counter() - started)
        connection.close()


def child(*arguments: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, capture_output=True, text=True, cwd=ROOT)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def publish_one_by_one() -> float:
    """Return the seconds a row takes that is saved and published the way an editor does."""
    from directory.models import Organisation

    started = time.perf_counter()
    for number in range(SAMPLE):
        organisation = Organisation(name=f"Tek tek {number}", type="association", live=False)
        organisation.save()
        organisation.save_revision().publish()
    return (time.perf_counter() - started) / SAMPLE


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="paydas-benchmark-") as folder:
        os.environ["PAYDAS_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v0"], ["load_reference"], ["search_rebuild"]):
            subprocess.run([*manage, *command], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        path = Path(folder) / "kuruluslar.jsonl"
        write_rows(path, rows)
        writer = OtherWriter(Path(folder) / "paydas.sqlite3")
        writer.start()
        first = child("--import", str(path))
        writer.stopped.set()
        writer.join()
        again = child("--import", str(path))
        single = publish_one_by_one()
    waits = sorted(writer.waits)
    print(f"{rows:,} rows               elapsed    of it CPU")
    for label, figures, name in (
        ("check, writing nothing", first, "check"),
        ("apply", first, "apply"),
        ("index, after that", first, "index"),
        ("new, published, indexed", first, "total"),
        ("the same file again", again, "total"),
    ):
        each = figures[name] / rows * 1000
        print(f"{label:<26}{figures[name]:>9.1f} s {figures[name + '_cpu']:>9.1f} s   {each:.2f} ms a row")
    print("bars for 100,000 rows: new, published, indexed 300 s; the same file again 60 s")
    print(f"memory above the start    {first['memory']:>10.0f} MB  (with indexing {first['memory_index']:.0f} MB)")
    print(f"another writer waited     {waits[-1]:>10.2f} s   at most in {len(waits)} writes; bar: 1 s")
    ratio = single / (first["apply"] / rows)
    print(f"publishing one by one     {single * 1000:>10.1f} ms a row: {ratio:.0f} times a row of this import")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["--import"]:
        import_file(sys.argv[2])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 100_000)

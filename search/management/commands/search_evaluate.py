"""Search the database it is given with judged queries and print how good the answers are, and what another setting changes."""

import json
import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import experiment, service
from search.engines.base import EngineError
from search.evaluation import CUT, Difference, Figures, Query, compare, judge, mean, read_queries, read_run
from search.types import SearchRequest

COLUMNS = (f"nDCG@{CUT}", f"MRR@{CUT}", f"Recall@{CUT}", "Success@1", "zero")


@dataclass
class Answers:
    """What was found for each query, whether its first hit fits all that was understood, how long it took."""

    keys: dict[str, list[str]] = field(default_factory=dict)
    exact: dict[str, bool] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


class Command(BaseCommand):
    help = (
        "Search with judged queries (JSON lines: id, text, kind, relevant) and print figures; --run writes what was found. "
        "--set and --without try another setting and list every query that fares differently."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("queries", type=Path, metavar="QUERIES.jsonl", help="one judged query a line")
        parser.add_argument("--run", type=Path, metavar="OUT.jsonl", help="write the keys found for each query")
        parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N queries answered worst")
        parser.add_argument("--against", type=Path, metavar="RUN.jsonl", help="compare with what an earlier --run wrote")
        parser.add_argument(
            "--set", type=_weight, action="append", default=[], dest="weights", metavar="NAME=NUMBER",
            help=f"compare with another weight: {', '.join(experiment.weights())}",
        )  # fmt: skip
        parser.add_argument(
            "--without", choices=experiment.PARTS, action="append", default=[], help="compare without a part of what is known"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            queries = read_queries(options["queries"])
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['queries']}: {error}") from error
        if not queries:
            raise CommandError(f"{options['queries']} holds no query")
        before = self._earlier(options["against"])
        try:
            if not service.engine().ready():
                raise CommandError("There is no search index. Run search_rebuild first.")
        except EngineError as error:
            raise CommandError(f"The search engine does not answer: {error}") from error

        found = answers(queries)
        self._report(queries, found, options["worst"])
        if before is not None:
            self._changes(queries, compare(queries, before, found.keys), f"since {options['against']}")
        weights, without = dict(options["weights"]), options["without"]
        if weights or without:
            told = ", ".join([*(f"{name}={value:g}" for name, value in weights.items()), *(f"no {part}" for part in without)])
            with experiment.setting(weights, without):
                other = answers(queries)
            self.stdout.write(f"\nWith {told}:")
            self._report(queries, other, options["worst"])
            self._changes(queries, compare(queries, found.keys, other.keys), f"with {told}")
            found = other
        if options["run"]:
            lines = (json.dumps({"id": id_, "keys": keys}) for id_, keys in found.keys.items())
            options["run"].write_text("".join(f"{line}\n" for line in lines), "utf-8")

    def _earlier(self, path: Path | None) -> Mapping[str, Sequence[str]] | None:
        try:
            return read_run(path) if path else None
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from error

    def _report(self, queries: list[Query], found: Answers, worst: int) -> None:
        judged = {query.id: judge(found.keys[query.id], query.relevant) for query in queries}
        groups: dict[str, list[Figures]] = {"overall": list(judged.values())}
        for query in queries:
            groups.setdefault(query.kind, []).append(judged[query.id])
        self.stdout.write(f"{'':16}{'n':>5}" + "".join(f"{column:>12}" for column in COLUMNS))
        for name, rows in groups.items():
            self.stdout.write(f"{name:16}{len(rows):5}" + "".join(f"{value:12.3f}" for value in astuple(mean(rows))))
        seconds = sorted(found.seconds)
        p50, p95 = (1000 * seconds[min(len(seconds) - 1, int(len(seconds) * share))] for share in (0.5, 0.95))
        self.stdout.write(f"time of a search: p50 {p50:.1f} ms, p95 {p95:.1f} ms")
        self.stdout.write(f"first hit fits all that was understood: {sum(found.exact.values())} of {len(queries)}")
        for query in sorted(queries, key=lambda query: judged[query.id].ndcg)[:worst]:
            self.stdout.write(f"{judged[query.id].ndcg:.2f} {query.id} {query.kind}: {query.text}")

    def _changes(self, queries: list[Query], changed: list[Difference], told: str) -> None:
        """Print how many queries fare differently, and each of them."""
        better = sum(one.gain > 0 for one in changed)
        total = sum(one.gain for one in changed) / len(queries)
        worse, same = len(changed) - better, len(queries) - len(changed)
        self.stdout.write(f"\n{better} better, {worse} worse, {same} as before {told}: nDCG@{CUT} {total:+.3f}")
        for one in changed:
            self.stdout.write(
                f"{one.gain:+.3f}  {one.before:.3f} → {one.after:.3f}  {one.query.id} {one.query.kind}: {one.query.text}"
            )


def answers(queries: list[Query]) -> Answers:
    """Ask every query. Raises CommandError where the index does not answer."""
    found = Answers()
    for query in queries:
        started = time.perf_counter()
        page = service.search(SearchRequest(text=query.text, facets={"kind": ("organisation",)}, page_size=CUT))
        found.seconds.append(time.perf_counter() - started)
        if page.degraded:
            raise CommandError("The search index did not answer.")
        found.keys[query.id] = [hit.key for hit in page.hits]
        found.exact[query.id] = page.exact
    return found


def _weight(text: str) -> tuple[str, float]:
    name, _equals, number = text.partition("=")
    if name not in experiment.weights():
        raise ArgumentTypeError(f"{name} is none of: {', '.join(experiment.weights())}")
    try:
        return name, float(number)
    except ValueError as error:
        raise ArgumentTypeError(f"{name}={number}: not a number") from error

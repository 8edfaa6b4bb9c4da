"""Search the database it is given with judged queries and print how good the answers are."""

import json
import time
from argparse import ArgumentParser
from dataclasses import astuple
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import service
from search.evaluation import CUT, Figures, judge, mean, read_queries
from search.types import SearchRequest

COLUMNS = (f"nDCG@{CUT}", f"MRR@{CUT}", f"Recall@{CUT}", "Success@1", "zero")


class Command(BaseCommand):
    help = "Search with judged queries (JSON lines: id, text, kind, relevant) and print figures; --run writes what was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("queries", type=Path, metavar="QUERIES.jsonl", help="one judged query a line")
        parser.add_argument("--run", type=Path, metavar="OUT.jsonl", help="write the keys found for each query")
        parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N queries answered worst")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            queries = read_queries(options["queries"])
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['queries']}: {error}") from error
        if not queries:
            raise CommandError(f"{options['queries']} holds no query")
        if not service.engine().ready():
            raise CommandError("There is no search index. Run search_rebuild first.")
        found: dict[str, list[str]] = {}
        seconds = []
        exact: dict[str, bool] = {}
        for query in queries:
            started = time.perf_counter()
            page = service.search(SearchRequest(text=query.text, facets={"kind": ("organisation",)}, page_size=CUT))
            seconds.append(time.perf_counter() - started)
            if page.degraded:
                raise CommandError("The search index did not answer.")
            found[query.id] = [hit.key for hit in page.hits]
            exact[query.id] = page.exact
        if options["run"]:
            lines = (json.dumps({"id": id_, "keys": keys}) for id_, keys in found.items())
            options["run"].write_text("".join(f"{line}\n" for line in lines), "utf-8")

        judged = {query.id: judge(found[query.id], query.relevant) for query in queries}
        groups: dict[str, list[Figures]] = {"overall": list(judged.values())}
        for query in queries:
            groups.setdefault(query.kind, []).append(judged[query.id])
        self.stdout.write(f"{'':16}{'n':>5}" + "".join(f"{column:>12}" for column in COLUMNS))
        for name, rows in groups.items():
            self.stdout.write(f"{name:16}{len(rows):5}" + "".join(f"{value:12.3f}" for value in astuple(mean(rows))))
        seconds.sort()
        p50, p95 = (1000 * seconds[min(len(seconds) - 1, int(len(seconds) * share))] for share in (0.5, 0.95))
        self.stdout.write(f"time of a search: p50 {p50:.1f} ms, p95 {p95:.1f} ms")
        self.stdout.write(f"first hit fits all that was understood: {sum(exact.values())} of {len(queries)}")
        for query in sorted(queries, key=lambda query: judged[query.id].ndcg)[: options["worst"]]:
            self.stdout.write(f"{judged[query.id].ndcg:.2f} {query.id} {query.kind}: {query.text}")

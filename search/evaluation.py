"""Measures of a ranking against judged queries: nDCG, reciprocal rank, recall, first hit right, nothing found."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

CUT = 10
SAME = 0.0005  # of nDCG: what three decimals do not show is no difference
HIT = 2  # the least grade that helps the searcher (3: what is wanted, 2: also useful, 1: touches it)


@dataclass(frozen=True, slots=True)
class Query:
    """A judged query; `relevant` gives the grade of each key that has one."""

    id: str
    text: str
    kind: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """How good one answer is, or the mean of many."""

    ndcg: float
    mrr: float
    recall: float
    success: float
    zero: float


def read_queries(path: Path) -> list[Query]:
    """Read JSON lines; raises ValueError with the line that is wrong."""
    queries = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            queries.append(Query(row["id"], row["text"], row.get("kind", ""), row.get("relevant", {})))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number}: {error!r}") from error
    return queries


def judge(keys: Sequence[str], relevant: Mapping[str, int]) -> Figures:
    """Return the figures of one answer. A query for which nothing fits is right when nothing is found."""
    grades = [relevant.get(key, 0) for key in keys[:CUT]]
    hits = [grade >= HIT for grade in grades]
    findable = sum(grade >= HIT for grade in relevant.values())
    ideal = _gain(sorted(relevant.values(), reverse=True)[:CUT])
    return Figures(
        ndcg=_gain(grades) / ideal if ideal else float(not keys),
        mrr=1 / (hits.index(True) + 1) if any(hits) else 0.0,
        recall=sum(hits) / min(CUT, findable) if findable else float(not keys),
        success=float(bool(hits) and hits[0]),
        zero=float(not keys),
    )


def mean(rows: Iterable[Figures]) -> Figures:
    """Return the mean of each figure."""
    known = list(rows)
    return Figures(*(sum(getattr(row, field.name) for row in known) / len(known) for field in fields(Figures)))


def _gain(grades: Iterable[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))


@dataclass(frozen=True, slots=True)
class Difference:
    """How a query fares in a second setting: its nDCG in both."""

    query: Query
    before: float
    after: float

    @property
    def gain(self) -> float:
        return self.after - self.before


def compare(
    queries: Iterable[Query], before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
) -> list[Difference]:
    """Return the queries that fare better or worse with the keys of `after`, the greatest difference first."""
    found = [
        Difference(query, judge(before.get(query.id, ()), query.relevant).ndcg, judge(after[query.id], query.relevant).ndcg)
        for query in queries
    ]
    return sorted((one for one in found if abs(one.gain) > SAME), key=lambda one: (-abs(one.gain), one.query.id))


def read_run(path: Path) -> dict[str, list[str]]:
    """Read what `search_evaluate --run` wrote: the keys found for each query. Raises ValueError with the line that is wrong."""
    found = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            found[str(row["id"])] = [str(key) for key in row["keys"]]
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"line {number}: {error!r}") from error
    return found

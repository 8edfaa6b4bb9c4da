"""The labels of facets' values, and what is drawn beside them; kept for a while, since a label changes once a year."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings

from search import analysis
from search.registry import registry

KEPT = 10  # times as long as other knowledge


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a facet's values in a language since when they were read; `rank`: places in Turkish order."""

    since: float
    labels: Mapping[str, str]
    rank: Mapping[str, int]
    signs: Mapping[str, str]


_kept: dict[tuple[str, str], Labels] = {}  # facet, language


def of(name: str, values: Collection[str], lang: str) -> Labels:
    """Return the labels of a facet, those of `values` among them unless nobody named them."""
    now = time.monotonic()
    kept = _kept.get((name, lang))
    if kept is None or now - kept.since >= settings.SEARCH_KNOWLEDGE_SECONDS * KEPT:
        kept = Labels(now, {}, {}, {})
    info = registry.facets.get(name)
    missing = [value for value in values if value not in kept.labels]
    if info and missing and (found := {value: label for value, label in info.labels(missing, lang).items() if label}):
        labels = {**kept.labels, **found}
        in_order = sorted(labels, key=lambda value: (analysis.sort_key(labels[value]), value))
        signs = {**kept.signs, **(info.signs(missing) if info.signs else {})}
        kept = _kept[name, lang] = Labels(kept.since, labels, {value: at for at, value in enumerate(in_order)}, signs)
    return kept


def sign(name: str, value: str, lang: str) -> str:
    """Return the sign of a facet's value, '' for none."""
    return of(name, (value,), lang).signs.get(value, "")

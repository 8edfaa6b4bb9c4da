"""What each part of search brings: nDCG@10 on both development files with the part taken away, everything else as it is.

    python benchmarks/relevance.py

Works in a throw-away data folder with the evaluation organisations; one index serves all settings, as only the reading of the
questions and the weights change. Prints Markdown: each row is one part, with the difference from the whole in brackets.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
EVALUATION = ROOT / "tests" / "evaluation"
FILES = ("queries", "queries2")
PREPARE = (
    ["migrate", "--verbosity", "0"],
    ["load_reference", "--verbosity", "0"],
    ["import_organisations", str(EVALUATION / "organisations.jsonl"), "--publish", "--verbosity", "0"],
    ["search_rebuild"],
)


def without_concepts(*kinds: str) -> Callable[[Any], Any]:
    """Return what takes terms of these kinds (of all, when none is named) out of the knowledge."""

    def change(known: Any) -> Any:
        from search import lexicon, vocabulary

        kept = [term for term in lexicon.registered_terms() if kinds and term.concept.kind not in kinds]
        return replace(known, lexicon=lexicon.compile_terms(kept, vocabulary.current().written))

    return change


def without(part: str) -> Callable[[Any], Any]:
    """Return what empties one part of the knowledge."""

    def change(known: Any) -> Any:
        return replace(known, **{part: type(known)().__getattribute__(part)})

    return change


def weights(**values: Any) -> Mapping[str, Any]:
    """Return changed weights; `query__TIE` stands for `search.engines.queries.TIE`."""
    rooms = {"query": "search.engines.queries", "reading": "search.reading", "understanding": "search.understanding"}
    return {f"{rooms[name.split('__')[0]]}.{name.split('__')[1]}": value for name, value in values.items()}


def settings() -> Iterator[tuple[str, Callable[[Any], Any] | None, Mapping[str, Any]]]:
    """Yield each part by name, with the change of the knowledge and of the weights that takes it away."""
    from search import understanding

    def spared(typed: Any, _words: Any, _known: Any) -> Any:
        return typed, typed

    def taken(form: str) -> Callable[..., Any]:
        def word(*args: Any, **values: Any) -> Any:
            found = original(*args, **values)
            return replace(found, forms=tuple(one for one in found.forms if one.name != form))

        original = understanding._word
        return word

    yield "everything", None, {}
    yield "no understanding at all", lambda known: understanding.Knowledge(), {}
    yield "no terms (rights areas, places, kinds …)", without_concepts(), {}
    yield "no rights areas", without_concepts("topic"), {}
    yield "no places", without_concepts("place"), {}
    yield "no kinds of organisation", without_concepts("type"), {}
    yield "no target groups", without_concepts("target"), {}
    yield "no offers and needs", without_concepts("offer", "need"), {}
    yield (
        "no attributes (language, access, scope, cooperation)",
        without_concepts("language", "access", "scope", "cooperation"),
        {},
    )
    yield "no situations", without("situations"), {}
    yield "no synonyms (Turkish and English)", without("synonyms"), {}
    yield "no chat spelling", None, {"search.understanding._out_of_chat": spared}
    yield "no typos", None, {"search.understanding._corrected": lambda *_args: ""}
    yield "English read as Turkish", None, {"search.understanding._english": lambda *_args: False}
    yield "no lemma", None, {"search.understanding._word": taken("lemma")}
    yield "no prefix", None, {"search.understanding._word": taken("prefix")}
    yield "no split or joined compounds", None, {"search.understanding._join": lambda *_args: ""}
    yield "no filler", None, {"search.understanding.FILLER": frozenset(), "search.reading.FILLER": frozenset()}
    yield (
        "generic words as any other",
        None,
        {"search.understanding.GENERIC": frozenset(), "search.reading.GENERIC": frozenset()},
    )
    yield "a wish is a condition", None, {"search.understanding.WISHED": frozenset()}
    yield "all of the rest is not before some of it", None, weights(query__ALL_FIT=0.0, query__NEEDED_FIT=0.0)
    yield "a place does not order first", None, weights(query__PLACE_FIRST=0.0)
    yield "the first rights area weighs as the others", None, weights(query__TAGGED=1.0)
    yield "other words for a rights area count nothing", None, weights(query__ECHO=0.0)
    yield "an offer's own words count nothing", None, weights(query__EXCHANGED=0.0)
    yield (
        "whole names and their telling words count nothing",
        None,
        weights(query__WHOLE=0.0, query__CORE=0.0, query__ALL_NAME=0.0),
    )
    yield "words beside each other count nothing", None, weights(query__PHRASE=0.0)
    yield "a second field adds nothing", None, weights(query__TIE=0.0)


@contextmanager
def changed(knowledge: Callable[[Any], Any] | None, values: Mapping[str, Any]) -> Iterator[None]:
    """Have search work with a part taken away."""
    from search import service

    whole = service.knowledge
    with ExitStack() as stack:
        for name, value in values.items():
            stack.enter_context(patch(name, value))
        if knowledge is not None:
            from search import vocabulary

            known = knowledge(whole(vocabulary.current()))
            stack.enter_context(patch.object(service, "knowledge", lambda _words: known))
        yield


def figures() -> dict[str, tuple[float, dict[str, float]]]:
    """Return for each file the mean nDCG@10 over all queries, and by kind."""
    from search import service
    from search.evaluation import CUT, judge, read_queries
    from search.types import SearchRequest

    result = {}
    for name in FILES:
        by_kind: dict[str, list[float]] = {}
        for query in read_queries(EVALUATION / f"{name}.jsonl"):
            page = service.search(SearchRequest(text=query.text, facets={"kind": ("organisation",)}, page_size=CUT))
            found = judge([hit.key for hit in page.hits], query.relevant).ndcg
            by_kind.setdefault("names" if query.kind.startswith(("name", "acronym")) else query.kind, []).append(found)
        every = [value for values in by_kind.values() for value in values]
        result[name] = (mean(every), {kind: mean(values) for kind, values in by_kind.items()})
    return result


def measure() -> None:
    """Print the table."""
    base: dict[str, tuple[float, dict[str, float]]] = {}
    for name, knowledge, values in settings():
        with changed(knowledge, values):
            found = figures()
        if not base:
            base = found
            kinds = [kind for file in FILES for kind in found[file][1]]
            print(f"| part taken away | {' | '.join(FILES)} | {' | '.join(kinds)} |")
            print(f"|---|{'---|' * (len(FILES) + len(kinds))}")
        cells = [f"{found[file][0]:.3f} ({found[file][0] - base[file][0]:+.3f})" for file in FILES]
        cells += [f"{value:.2f}" for file in FILES for value in found[file][1].values()]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="paydas-relevance-") as folder:
        os.environ |= {
            "PAYDAS_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": "",
            "SEARCH_URL": "",
        }
        for arguments in PREPARE:
            subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        measure()


if __name__ == "__main__":
    main()

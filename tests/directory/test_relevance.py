"""Floors under the relevance on both development files, by kind of question, a little below what is reached (docs/search.md).

The files are visible: a floor tells that something broke, not how good the search is.
"""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from search import service
from search.evaluation import judge, mean, read_queries
from search.rebuild import rebuild
from search.types import ResultPage, SearchRequest

EVALUATION = Path(__file__).resolve().parent.parent / "evaluation"
FLOORS = {
    "queries.jsonl": {
        "": 0.94, "name_exact": 0.99, "name_partial": 0.96, "name_ascii": 0.98, "name_upper": 0.98, "name_typo": 0.98,
        "name_inflected": 0.98, "acronym": 0.98, "topic_plain": 0.89, "topic_synonym": 0.87, "topic_place": 0.92,
        "need_offer": 0.82, "question": 0.82,
    },
    "queries2.jsonl": {"": 0.70, "english": 0.81, "chat": 0.84, "everyday": 0.30, "place_form": 0.80, "attribute": 0.71},
}  # fmt: skip
ZERO = 0.01  # the share of questions that may find nothing
UNSURE = 0.10  # the share of answers that begin with what was wanted and are yet said not to fit


@pytest.fixture
def evaluation(index, transactional_db, settings):
    settings.SEARCH_DRAIN = "worker"  # and there is none: the index is built once, at the end
    call_command("load_reference", stdout=StringIO())
    call_command("import_organisations", str(EVALUATION / "organisations.jsonl"), "--publish", stdout=StringIO())
    rebuild(index)
    service.renew()
    return index


def ask(text: str) -> ResultPage:
    return service.search(SearchRequest(text=text, facets={"kind": ("organisation",)}, page_size=10))


@pytest.mark.embedded
def test_no_kind_of_question_falls_below_its_floor(evaluation):
    fallen, sure, silent = {}, [], []
    for name, floors in FLOORS.items():
        judged = []
        for query in read_queries(EVALUATION / name):
            page = ask(query.text)
            keys = [hit.key for hit in page.hits]
            judged.append((query.kind, judge(keys, query.relevant)))
            silent += [(query.text, hit.key) for hit in page.hits if not hit.matched]
            if keys and query.relevant.get(keys[0]) == 3:
                sure.append(page.exact)
        for kind, floor in floors.items():
            reached = mean(figures for of, figures in judged if kind in ("", of))
            if reached.ndcg < floor:
                fallen[name, kind] = reached.ndcg
            if kind == "":
                assert reached.zero <= ZERO
    assert fallen == {}
    assert silent == []  # every hit says why it is there
    assert sure.count(False) / len(sure) <= UNSURE

    nothing_fits = read_queries(EVALUATION / "queries2_negative.jsonl")
    assert [query.text for query in nothing_fits if ask(query.text).exact] == []


@pytest.mark.elasticsearch
def test_both_engines_rank_the_evaluation_set_alike(evaluation, tmp_path, monkeypatch):
    from search import answering
    from search.engines.embedded import EmbeddedEngine

    queries = [query for name in FLOORS for query in read_queries(EVALUATION / name)]
    theirs = [[(hit.key, hit.score, hit.fits) for hit in ask(query.text).hits] for query in queries]
    ours = EmbeddedEngine(tmp_path / "ours")
    rebuild(ours)
    for name in ("engine", "copy"):
        monkeypatch.setattr(answering, name, lambda: ours)
    assert [[(hit.key, hit.score, hit.fits) for hit in ask(query.text).hits] for query in queries] == theirs

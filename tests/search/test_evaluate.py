"""search_evaluate: its figures are those of the set's own scorer, its errors say what to do."""

import json
import runpy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from search import service
from search.evaluation import judge
from tests.factories.search import make_document, upserts

SCORER = runpy.run_path(str(Path(__file__).parents[1] / "evaluation" / "score.py"))
KEYS = [f"d{number}" for number in range(15)]


@given(
    st.lists(st.sampled_from(KEYS), unique=True),
    st.dictionaries(st.sampled_from(KEYS), st.integers(1, 3)).filter(lambda grades: max(grades.values(), default=0) >= 2),
)
def test_the_figures_are_those_of_the_scorer(keys: list[str], relevant: dict[str, int]) -> None:
    ours = judge(keys, relevant)
    assert (ours.ndcg, ours.mrr, ours.recall, ours.success, ours.zero) == pytest.approx(SCORER["score_query"](keys, relevant))


@pytest.fixture
def queries(tmp_path: Path, settings: Any) -> Path:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    path = tmp_path / "queries.jsonl"
    rows = [
        {"id": "q1", "text": "dere", "kind": "name", "relevant": {"a": 3}},
        {"id": "q2", "text": "kunduz", "kind": "topic", "relevant": {"b": 3}},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


@pytest.mark.django_db
def test_it_searches_organisations_and_writes_what_it_found(queries: Path, tmp_path: Path) -> None:
    with service.engine().rebuild() as fresh:
        fresh.write(upserts(make_document("a", "Dere"), make_document("t", "Dere", kind="topic")))
    out = StringIO()
    call_command("search_evaluate", str(queries), "--run", str(tmp_path / "run.jsonl"), "--worst", "1", stdout=out)
    assert [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()] == [
        {"id": "q1", "keys": ["a"]},
        {"id": "q2", "keys": []},
    ]
    assert "0.500" in out.getvalue()
    assert "q2 topic: kunduz" in out.getvalue()


@pytest.mark.django_db
def test_without_an_index_it_says_what_to_run(queries: Path) -> None:
    with pytest.raises(CommandError, match="search_rebuild"):
        call_command("search_evaluate", str(queries))


@pytest.mark.parametrize("content", ["", "{", '{"id": "q1"}', "[]"])
def test_a_file_that_holds_no_queries_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(content)
    with pytest.raises(CommandError, match=r"queries\.jsonl"):
        call_command("search_evaluate", str(path))

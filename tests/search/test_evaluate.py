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

from search import experiment, service
from search.engines import queries as queries_module
from search.engines.base import EngineError
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


@pytest.fixture
def two(queries: Path) -> Path:
    """Two organisations: one says the word in its name, one in a text; and queries that want the second first."""
    with service.engine().rebuild() as fresh:
        fresh.write(upserts(make_document("a", "Dere", summary="kunduz"), make_document("b", "Kunduz")))
    return queries


def changes(text: str) -> list[str]:
    return [line for line in text.splitlines() if "→" in line]


@pytest.mark.django_db
def test_another_weight_is_compared_query_by_query_and_left_again(two: Path) -> None:
    out = StringIO()
    before = experiment.weights()
    call_command("search_evaluate", str(two), "--set", "TIE=0.1", "--without", "synonyms", stdout=out)
    assert "With TIE=0.1, no synonyms:" in out.getvalue()
    assert "0 better, 0 worse, 2 as before with TIE=0.1, no synonyms: nDCG@10 +0.000" in out.getvalue()
    assert experiment.weights() == before


@pytest.mark.django_db
def test_what_changed_since_an_earlier_run_is_listed_the_greatest_first(two: Path, tmp_path: Path) -> None:
    run = tmp_path / "before.jsonl"
    run.write_text('{"id": "q1", "keys": ["x", "a"]}\n{"id": "q2", "keys": []}\n')
    out = StringIO()
    call_command("search_evaluate", str(two), "--against", str(run), stdout=out)
    assert "2 better, 0 worse, 0 as before" in out.getvalue()
    assert [line.split()[4] for line in changes(out.getvalue())] == ["q2", "q1"]
    assert changes(out.getvalue())[0].startswith("+1.000  0.000 → 1.000  q2 topic: kunduz")


@pytest.mark.django_db
def test_a_setting_is_really_searched_with(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    searched = service.search
    monkeypatch.setattr(service, "search", lambda asked: (seen.append(queries_module.WHOLE), searched(asked))[1])
    call_command("search_evaluate", str(two), "--set", "WHOLE=7", stdout=StringIO())
    assert seen == [64.0, 64.0, 7.0, 7.0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "NOPE=1"], "NOPE is none of: .*TIE"),
        (["--set", "TIE=x"], "not a number"),
        (["--without", "x"], "invalid choice"),
    ],
)
def test_a_setting_that_does_not_exist_is_refused(queries: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("search_evaluate", str(queries), *arguments)


def test_a_run_that_is_none_is_refused(queries: Path, tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text('{"id": "q1"}')
    with pytest.raises(CommandError, match=r"run\.jsonl: line 1"):
        call_command("search_evaluate", str(queries), "--against", str(tmp_path / "run.jsonl"))


def test_an_engine_that_is_away_is_said(queries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_engine: object) -> bool:
        raise EngineError("refused")

    monkeypatch.setattr(type(service.engine()), "ready", away)
    with pytest.raises(CommandError, match="does not answer: refused"):
        call_command("search_evaluate", str(queries))

"""A new form of the index while the site goes on: two versions of the program, one database, one cluster, an index each."""

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from elasticsearch import Elasticsearch

from search import answering, breaker, check, consumers, rebuild, service, sync
from search.engines import elastic, elastic_schema, tantivy_schema
from search.models import Change, Consumer
from search.types import SearchRequest
from tests import elasticsearch
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

OLD, NEW = "upgrade-test-old", "upgrade-test-new"
Version = Callable[[str], Any]


@pytest.fixture
def prefix():
    name = elasticsearch.fresh_prefix()
    yield name
    elasticsearch.remove(name)


@pytest.fixture
def version(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, prefix: str) -> Version:
    """Be a machine on which one version of the program runs, with a data folder of its own."""
    settings.SEARCH_URL = f"{elasticsearch.SERVER}/{prefix}"
    settings.SEARCH_BUDGET = elasticsearch.PATIENCE
    settings.SEARCH_DRAIN = "worker"
    monkeypatch.setattr(breaker, "FIRST_PAUSE", 0.0)  # an index built within a second of a question would still be left alone
    engines: dict[str, Any] = {OLD: {}, NEW: {}}

    @contextmanager
    def running(form: str) -> Any:
        with override_settings(SEARCH_INDEX_DIR=tmp_path / form), monkeypatch.context() as patch:
            patch.setattr(elastic_schema, "FORM", form)
            patch.setattr(tantivy_schema, "FORM", form)
            patch.setattr(answering, "_engines", engines[form])
            yield

    return running


def found(text: str) -> tuple[int, str, bool]:
    page = service.search(SearchRequest(text=text, facets={"kind": ("organisation",)}))
    return page.total, page.engine, page.degraded


def start(run: Version, form: str) -> None:
    """Do what a worker does that finds no index of its form."""
    with run(form):
        sync.drain(at_once=True)


def in_step(run: Version, form: str) -> bool:
    with run(form):
        return all(check.compare(engine) == [] for engine in sync.engines())


def test_the_old_version_answers_until_the_new_one_has_built_and_each_hears_of_every_change(version, prefix):
    OrganisationFactory(name="Işık Derneği")
    start(version, OLD)
    with version(OLD):
        assert found("ışık") == (1, "elasticsearch", False)

    with version(NEW):  # the new program is there, and has built nothing yet
        assert found("ışık")[0] == 0
        consumers.attend(answering.engine())
        consumers.attend(answering.copy())
    OrganisationFactory(name="Umut Vakfı")  # while the new one builds
    start(version, NEW)
    with version(OLD):
        sync.drain(at_once=True)
    for form in (OLD, NEW):
        with version(form):
            assert found("umut") == (1, "elasticsearch", False)

    for name, form in {"Güneş Kooperatifi": OLD, "Deniz Platformu": NEW}.items():
        OrganisationFactory(name=name)
        with version(form):  # whichever machine a change is made on, it waits for both
            sync.drain(at_once=True)
        assert Change.objects.exists()
        with version(NEW if form == OLD else OLD):
            sync.drain(at_once=True)
            assert found(name.split()[0]) == (1, "elasticsearch", False)
        assert not Change.objects.exists()
    assert in_step(version, OLD)
    assert in_step(version, NEW)
    assert Consumer.objects.count() == 4


def test_an_index_goes_over_in_one_step_while_questions_are_asked(version, prefix, monkeypatch):
    OrganisationFactory(name="Işık Derneği")
    start(version, OLD)
    answers = []
    fill = rebuild._fill

    def asked(*args: Any) -> int:
        with version(OLD):
            answers.append(found("ışık"))
        count = fill(*args)
        with version(OLD):
            answers.append(found("ışık"))
        return count

    monkeypatch.setattr(rebuild, "_fill", asked)
    start(version, NEW)
    assert answers == [(1, "elasticsearch", False)] * len(answers)
    assert len(answers) >= 2
    with version(OLD):
        assert found("ışık") == (1, "elasticsearch", False)
    with version(NEW):
        assert found("ışık") == (1, "elasticsearch", False)


def test_what_the_old_version_left_goes_a_day_after(version, prefix, monkeypatch):
    OrganisationFactory(name="Işık Derneği")
    start(version, OLD)
    start(version, NEW)
    with Elasticsearch(elasticsearch.SERVER, request_timeout=elasticsearch.PATIENCE) as client:
        left = set(client.indices.get(index=f"{prefix}-index-*").body)
        with version(NEW):
            rebuild.rebuild(answering.engine())
        kept = set(client.indices.get(index=f"{prefix}-index-*").body)
        assert (len(left), len(kept), len(kept & left)) == (2, 2, 1)  # its own was replaced, the other's is younger than a day
        monkeypatch.setattr(elastic, "OTHER_FORMS", -3600)
        with version(NEW):
            rebuild.rebuild(answering.engine())
            assert found("ışık") == (1, "elasticsearch", False)
        assert len(client.indices.get(index=f"{prefix}-index-*").body) == 1

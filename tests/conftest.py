"""Fixtures every test may use. Rows come from tests.factories; nothing here leaves the machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_tests
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Page

from tests import elasticsearch, migrated

LONGEST = ("test_cluster", "test_backup", "test_moving", "test_relevance", "test_alike", "test_make")
# How long an example takes depends on what else the machine does; fixtures may serve all examples of a test.
LENIENT = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
property_tests.register_profile("any machine", deadline=None, suppress_health_check=LENIENT)
property_tests.load_profile("any machine")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


FIRST_ROWS = pytest.StashKey[str]()


def touches_database(item: Any) -> bool:
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames))


def empties_database(item: Any) -> bool:
    """Say whether a test commits, so that everything is taken out of the database at its end."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or not {"transactional_db", "live_server"}.isdisjoint(
        item.fixturenames
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to other servers: marked tests where theirs is not named, and where it is, what asks it nothing.

    PostgreSQL is named by DATABASE_URL, Elasticsearch by TEST_ELASTICSEARCH_URL.
    """
    postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")

    def here(item: pytest.Item) -> bool:
        marked = {name for name in ("postgresql", "elasticsearch", "embedded") if item.get_closest_marker(name)}
        if elasticsearch.SERVER and "embedded" in marked:
            return False
        if not elasticsearch.SERVER and "elasticsearch" in marked:
            return False
        return touches_database(item) if postgresql else "postgresql" not in marked

    elsewhere = [item for item in items if not here(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if here(item)]
    # What takes longest begins first, so that at the end nobody waits for one file.
    long = {item.path for item in items if item.path.stem in LONGEST or item.get_closest_marker("process")}
    items.sort(key=lambda item: (item.path not in long, "browser" not in item.path.parts))


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folder that cms.settings.test made for this process goes with it."""
    folder = Path(settings.DATA_DIR)
    if folder.name.startswith("paydas-test-"):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    migrated.start_from_it()


@pytest.fixture(scope="session")
def _first_rows(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> str:
    """What migrations put into a database: language, root page, site, groups, workflow … Django restores the rest itself."""
    itself = {ContentType, Permission}
    models = [model for model in apps.get_models() if model._meta.managed and model not in itself]
    with django_db_blocker.unblock():
        filled = [model for model in models if model._base_manager.exists()]
        ordered = serializers.sort_dependencies([(None, filled)], allow_cycles=True)
        rows = [row for model in ordered for row in model._base_manager.order_by("pk")]
        request.config.stash[FIRST_ROWS] = serializers.serialize("json", rows, use_natural_foreign_keys=True)
    return request.config.stash[FIRST_ROWS]


def _restore(rows: str) -> None:
    """Bring back what migrations put into a database, where a test with transactions of its own has emptied it."""
    if not Page.objects.exists():
        with transaction.atomic():  # rows refer to each other
            for row in serializers.deserialize("json", rows):
                row.save()


@pytest.fixture(autouse=True)
def _wagtail_rows(request: pytest.FixtureRequest) -> None:
    """A test finds the database as the migrations left it."""
    if touches_database(request.node):
        request.getfixturevalue("db")
        _restore(request.getfixturevalue("_first_rows"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Restore the rows for good, once the database is emptied: within a test they would go at its end, for every test anew."""
    yield
    if nextitem is not None and empties_database(item) and (rows := item.config.stash.get(FIRST_ROWS, "")):
        with item.config.stash[blocking_manager_key].unblock():
            _restore(rows)


@pytest.fixture(autouse=True)
def _clean_process() -> Iterator[None]:
    """No test leaves its language, cached answers or an index to the next one."""
    shared = Path(settings.SEARCH_INDEX_DIR)
    with translation.override(settings.LANGUAGE_CODE):
        cache.clear()
        yield
    cache.clear()
    if shared.exists():
        shutil.rmtree(shared)
        pytest.fail("This test wrote an index that others would read as well: it should ask for `index`.")


@pytest.fixture
def index(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The engine on an index of this test alone, built from the database at the first drain; a server's where one is named."""
    from search import answering

    settings.DATA_DIR = tmp_path
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.SEARCH_DRAIN = "inline"
    if not elasticsearch.SERVER:
        yield answering.engine()
        return
    prefix = elasticsearch.fresh_prefix()
    settings.SEARCH_URL = f"{elasticsearch.SERVER}/{prefix}"
    monkeypatch.setattr(answering, "copy", answering.engine)  # alone: what the copy is for is in tests/faults
    yield answering.engine()
    elasticsearch.remove(prefix)

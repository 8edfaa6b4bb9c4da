"""Questions are counted by day, and nobody with them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from search import counting, service
from search.models import QueryCount
from search.rebuild import rebuild
from search.types import ResultPage, SearchRequest
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted(settings: object) -> Iterator[None]:
    settings.SEARCH_COUNT_QUERIES = True  # type: ignore[attr-defined]
    counting._counts.take()
    yield
    counting._counts.take()


def asked(text: str, *, total: int = 0, exact: bool = False, times: int = 1, **request: object) -> None:
    page = ResultPage(request=SearchRequest(text=text, **request), hits=(), total=total, page=1, pages=1, exact=exact)  # type: ignore[arg-type]
    for _ in range(times):
        counting.count(page)


def test_one_row_a_day_holds_a_question_however_it_is_spelt() -> None:
    asked("Işık  hakkı?")
    asked("ISIK HAKKI", total=3, exact=True)
    asked("ışık hakkı", total=3)
    assert counting.write() == 1
    row = QueryCount.objects.get()
    assert (row.text, row.day, row.asked, row.empty, row.inexact) == ("isik hakki", timezone.localdate(), 3, 1, 1)


def test_counts_of_several_writers_add_up() -> None:
    asked("dere")
    counting.write()
    asked("dere", times=2)
    counting.write()
    assert QueryCount.objects.get().asked == 3


@pytest.mark.parametrize("text", ["ayse@ornek.example", "0532 000 11 22", "12345678901", "x" * 150, "", "?!"])
def test_what_may_be_personal_or_is_no_question_is_not_counted(text: str) -> None:
    asked(text)
    assert counting.write() == 0


def test_a_leafed_or_filtered_or_degraded_page_is_not_counted_again() -> None:
    asked("dere", page=2)
    asked("dere", facets={"topic": ("cevre",)})
    counting.count(ResultPage(request=SearchRequest(text="dere"), hits=(), total=0, page=1, pages=1, degraded=True))
    assert counting.write() == 0


def test_the_report_shows_only_what_at_least_five_asked_and_did_not_get() -> None:
    asked("tramvay", times=5)
    asked("gizli soru", times=4)
    asked("bulunan", total=9, exact=True, times=9)
    asked("yakın olan", total=2, times=6)
    counting.write()
    assert [(row.text, row.empty, row.inexact) for row in counting.unanswered()] == [("yakin olan", 0, 6), ("tramvay", 5, 0)]
    assert [row.text for row in counting.most_asked()] == ["bulunan", "yakin olan", "tramvay"]


def test_old_counts_are_forgotten() -> None:
    today = timezone.localdate()
    for age in (0, 399, 401):
        QueryCount.objects.create(day=today - timedelta(days=age), text="dere", asked=1)
    counting.forget()
    assert QueryCount.objects.count() == 2


def test_counts_that_cannot_be_written_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    asked("dere")
    with monkeypatch.context() as patch:
        patch.setattr(QueryCount.objects, "bulk_create", lambda *_a, **_k: (_ for _ in ()).throw(OperationalError("locked")))
        assert counting.write() == 0
    assert counting.write() == 1


def test_the_search_page_counts_what_a_visitor_asks(client: Client, index: Any) -> None:
    OrganisationFactory(name="Kestane Korosu")
    rebuild(service.engine())
    client.get("/ara/", {"q": "hiç olmayan şey"})
    client.get("/ara/", {"q": "kestane"})
    counting.write()
    assert set(QueryCount.objects.values_list("text", "empty")) == {("hic olmayan sey", 1), ("kestane", 0)}

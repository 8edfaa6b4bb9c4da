"""The rows under a search box: grouped, marked, escaped, with nothing that is not public."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from search import analysis, numbers, service
from search.rebuild import rebuild
from search.suggesting import begun, suggestion_groups
from search.types import Suggestion
from tests.factories import OrganisationFactory, TopicFactory


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Engelli hakları", ["engel"], ["Engel"]),
        ("Işık Evi", ["isik", "ev"], ["Işık", "Ev"]),
        ("Straße", ["stras"], ["Straß"]),
        ("Karşıyaka", ["bor"], []),
    ],
)
def test_the_typed_beginning_is_marked(text: str, typed: list[str], marked: list[str]) -> None:
    assert [text[start:end] for start, end in begun(text, typed).spans] == marked


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_marks_lie_inside_the_text_whatever_it_holds(text: str, words: list[str]) -> None:
    typed = [folded for word in words if (folded := analysis.token_text(word))]
    position = 0
    for start, end in begun(text, typed).spans:
        assert position <= start < end <= len(text)
        position = end


def test_rights_areas_come_before_organisations_and_places_last() -> None:
    found = [Suggestion(kind, kind, kind, f"/{kind}/", "") for kind in ("place", "organisation", "topic", "organisation")]
    groups = suggestion_groups(found, "x", "en")
    assert [group.rows[0].kind for group in groups] == ["topic", "organisation", "place"]
    assert groups[1].rows[0].href == "/en/organisation/"
    assert len(groups[1].rows) == 2


def test_another_name_that_matched_has_its_typed_beginning_marked() -> None:
    found = [Suggestion("organisation", "a", "Ruh Evi", "/a/", "Ruhsal <engelliler>")]
    assert suggestion_groups(found, "engel", "tr")[0].rows[0].also == "Ruhsal &lt;<mark>engel</mark>liler&gt;"


@pytest.mark.django_db
def test_a_rights_area_found_by_another_word_says_that_it_is_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [
        Suggestion("topic", "ruh", "Ruh sağlığı", "/haklar/ruh/", "ruhsal engelli"),
        Suggestion("organisation", "a", "Ruh Evi", "/a/", "Engelsiz Ev"),
    ]
    monkeypatch.setattr(service, "suggest", lambda *_: tuple(found))
    body = client.get("/ara/oneriler/", {"q": "engel"}).content.decode()
    assert "Eş anlamlı: ruhsal <mark>engel</mark>li" in body
    assert body.count("Eş anlamlı") == 1


@pytest.mark.django_db
def test_the_fragment_offers_names_and_the_words_as_they_are(client: Client, index: Any) -> None:
    OrganisationFactory(name="Işık <b>Evi</b> Derneği")
    OrganisationFactory(name="Işık Taslağı", live=False)
    rebuild(service.engine())
    response = client.get("/ara/oneriler/", {"q": "isik"})
    body = response.content.decode()
    assert body.count('role="option"') == 2
    assert "<mark>Işık</mark> &lt;b&gt;Evi&lt;/b&gt;" in body
    assert "Taslağı" not in body
    assert "“isik”" in body
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in response.headers


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "q=", "q=%00", "q=%FF%FE", "q=" + "a" * 5000, "q=<script>", "q=a&q=b", "x=1"])
def test_odd_questions_get_an_answer(client: Client, query: str) -> None:
    response = client.get(f"/ara/oneriler/?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@pytest.mark.django_db
def test_a_rights_area_says_how_many_work_on_it(client: Client, index: Any) -> None:
    children, free = TopicFactory(name="Çocuk hakları", slug="cocuk"), TopicFactory(name="Çocuk oyunları", slug="oyun")
    for live in (True, True, False):
        OrganisationFactory(topics=[children], live=live)
    OrganisationFactory(name="Çocuk Evi", topics=[])
    rebuild(service.engine())
    rows = {row.title_text: row.number for group in groups_of("çocuk", "tr") for row in group.rows}
    assert rows == {"Çocuk hakları": "2 kuruluş", free.name: "", "Çocuk Evi": ""}
    with translation.override("en"):
        assert "2 organisations" in [row.number for group in groups_of("çocuk", "en") for row in group.rows]
    body = client.get("/ara/oneriler/", {"q": "çocuk"}).content.decode()
    assert body.count('<span class="suggestion-number">') == 1

    OrganisationFactory(topics=[children])
    rebuild(service.engine())
    assert numbers.by_topic() == {"cocuk": 2}  # for a minute
    cache.clear()
    assert numbers.by_topic() == {"cocuk": 3}


def test_without_an_engine_nothing_is_numbered_nor_kept(settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    assert numbers.by_topic() == {}
    assert cache.get(numbers.KEY) is None


def groups_of(text: str, lang: str) -> Any:
    return suggestion_groups(service.suggest(text, lang), text, lang)

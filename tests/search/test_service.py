"""The door of search: from a question to a page with labels, marks and reasons."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import service
from search.registry import Concept, FacetInfo, Term, registry
from search.types import Name, Passage, SearchDocument, SearchRequest, Shared
from tests.factories.search import make_document, upserts

pytestmark = pytest.mark.django_db

DISABILITY = Concept("topic", "topic", "engelli-haklari", {"tr": "Engelli hakları", "en": "Disability rights"})
BORNOVA = Concept("place", "district", "izmir/bornova", {"tr": "Bornova"})
ASSOCIATION = Concept("type", "type", "association", {"tr": "Dernek"})


class Terms:
    name = "test"

    def version(self) -> str:
        return "1"

    def terms(self) -> Iterable[Term]:
        return (
            Term("Engelli hakları", DISABILITY, label=True),
            Term("engelli", DISABILITY),
            Term("sağır", DISABILITY),
            Term("Bornova", BORNOVA, label=True),
            Term("dernek", ASSOCIATION),
        )


@pytest.fixture(autouse=True)
def service_index(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    monkeypatch.setattr(registry, "lexicons", {"test": Terms()})
    labels = {"engelli-haklari": "Engelli hakları", "cevre": "Çevre", "spor": "Spor"}
    topic = FacetInfo("topic", "Rights area", lambda values, lang: {v: labels[v] for v in values if v in labels})
    monkeypatch.setattr(registry, "facets", {"topic": topic})


def fill(*documents: SearchDocument) -> None:
    with service.engine().rebuild() as fresh:
        fresh.write(upserts(*documents))


def keys(text: str, **request: object) -> list[str]:
    return [hit.key for hit in service.search(SearchRequest(text=text, **request)).hits]  # type: ignore[arg-type]


NAMES = (
    make_document("isik", "Işık İzi Görme Engelliler Derneği", acronym="GÖREND", aliases=["Işık İzi"]),
    make_document("isparta", "Isparta Işıklı Yol Görme Engelliler Derneği"),
    make_document("incir", "İncir Dalı Kadın Kooperatifi", acronym="İNKAD"),
    make_document("teker", "Tekerlekli Sahne", acronym="TEKER-SEN"),
    make_document("dokuz", "Dokuz Sekizlik Romanlar", acronym="9/8"),
    make_document("mor", "Mor Etek", summary="Kadın dayanışması"),
    make_document("rum", "Genç Köprüler", aliases=["Νεανικές Γέφυρες"]),
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Işık İzi Görme Engelliler Derneği", "isik"),
        ("IŞIK İZİ", "isik"),
        ("isik izi", "isik"),
        ("Işık İzi'nden seslendirme", "isik"),
        ("gorend", "isik"),
        ("isparta görme", "isparta"),
        ("icnir dalı", "incir"),
        ("INKAD", "incir"),
        ("teker sen", "teker"),
        ("tekersen", "teker"),
        ("tekrelekli", "teker"),
        ("9/8", "dokuz"),
        ("Mor Eteğe nasıl ulaşırım", "mor"),
        ("Νεανικές Γέφυρες", "rum"),
        ("ΓΕΦΥΡΕΣ", "rum"),
        ("gör eng isp", "isparta"),
        ("Mor Eteklerden biriyle görüşmek, dayanışma, kadın, görme, sahne", "mor"),
    ],
)
def test_an_organisation_is_found_by_any_of_its_names(text: str, key: str) -> None:
    fill(*NAMES)
    assert keys(text)[0] == key


def test_generic_words_do_not_decide() -> None:
    fill(make_document("a", "Dernek Dernekleri Derneği"), make_document("b", "Dere Derneği"))
    assert keys("dere dernekleri")[0] == "b"
    assert keys("dere dernekleri") == ["b"]


def test_a_rights_area_is_found_by_its_tag_without_the_word() -> None:
    fill(make_document("a", "Rampa", topic=("engelli-haklari",)), make_document("b", "Top", topic=("spor",)))
    page = service.search(SearchRequest(text="engelliler"))
    assert [hit.key for hit in page.hits] == ["a"]
    assert [(reason.by, reason.label) for reason in page.hits[0].matched] == [("synonym", "Engelli hakları")]
    assert page.exact


def test_a_rights_area_is_told_once_and_in_the_language_of_the_page() -> None:
    spelt = (
        Passage("Engelli hakları", "topic", "tr", "engelli-haklari"),
        Passage("Disability rights", "topic", "en", "engelli-haklari"),
    )
    other = Passage("Kadın hakları", "topic", "tr", "kadin-haklari"), Passage("Women’s rights", "topic", "en", "kadin-haklari")
    topics = ("engelli-haklari", "kadin-haklari")
    fill(make_document("a", "Rampa", topic=topics, passages=(*spelt, *other)))
    found = [service.search(SearchRequest(text=text, lang="en")).hits[0].matched for text in ("engelliler", "kadın")]
    assert [[(reason.by, reason.label or reason.text) for reason in reasons] for reasons in found] == [
        [("synonym", "Disability rights")],
        [("topic", "kadin-haklari")],
    ]
    assert found[1][0].text == "Women’s rights"


def test_a_slip_in_the_name_of_a_rights_area_is_no_synonym() -> None:
    spelt = Passage("Engelli hakları", "topic", "tr", "engelli-haklari")
    fill(make_document("a", "Rampa", topic=("engelli-haklari",), passages=(spelt,)))
    page = service.search(SearchRequest(text="enegelli haklri"))
    assert page.corrected == "engelli hakları"
    assert [(reason.by, reason.label) for reason in page.hits[0].matched] == [("topic", "Engelli hakları")]


def test_the_word_that_rights_areas_share_is_no_reason_beside_one_that_says_more() -> None:
    passages = Passage("Çocuk hakları", "topic", "tr", "cocuk"), Passage("Engelli çocuklara oyun", "offer", "tr", "other")
    shared = [make_document(f"k{n}", f"Top {n}", passages=(Passage("Hasta hakları", "keyword"),)) for n in range(9)]
    fill(make_document("a", "Perde", passages=passages), *shared)
    page = service.search(SearchRequest(text="engelli hakları"))
    matched = {hit.key: [(reason.by, reason.text) for reason in hit.matched] for hit in page.hits}
    assert matched["a"] == [("offer", "Engelli çocuklara oyun")]
    assert matched["k0"] == [("keyword", "Hasta hakları")]  # nothing else is there to say


def test_another_name_that_says_no_more_than_the_title_is_no_reason() -> None:
    fill(make_document("a", "Dere Engelliler Derneği", aliases=["Engelliler Evi", "Dere Engelsiz"]))
    assert [reason.text for reason in service.search(SearchRequest(text="engelliler")).hits[0].matched] == [
        "Dere Engelliler Derneği",
        "Dere Engelsiz",
    ]


def test_a_quotation_marks_the_words_that_answer() -> None:
    text = "Çok uzun bir metin, içinde pek çok şey geçiyor ve sonunda bir kunduz yuvası da var, ama nerede olduğu söylenmiyor."
    fill(make_document("a", "Dere", about=text))
    (reason,) = service.search(SearchRequest(text="kunduz")).hits[0].matched
    assert [reason.text[start:end] for start, end in reason.spans] == ["kunduz"]
    assert reason.text.startswith("…\u2060")
    assert len(reason.text) <= 113


def test_a_hit_that_fits_in_part_says_what_it_lacks() -> None:
    spelt = Passage("Engelli hakları", "topic", "tr", "engelli-haklari")
    fill(
        make_document("a", "Rampa", topic=("engelli-haklari",), passages=(spelt,), district=("izmir/bornova",)),
        make_document("b", "Basamak", topic=("engelli-haklari",), passages=(spelt,), district=("izmir/buca",)),
        make_document("c", "Top", topic=("spor",), about="Bornova", district=("izmir/bornova",)),
    )
    page = service.search(SearchRequest(text="bornova engelli hakları"))
    lacking = {hit.key: [(lack.by, lack.label) for lack in hit.lacking] for hit in page.hits}
    assert lacking["a"] == []
    assert lacking["b"] == [("place", "Bornova")]
    assert lacking.get("c", [("topic", "Engelli hakları")]) == [("topic", "Engelli hakları")]
    unread = service.search(SearchRequest(text="basamak kaplumbağa"))
    assert [(lack.by, lack.text) for lack in unread.hits[0].lacking] == [("word", "kaplumbağa")]


def test_a_text_that_says_a_word_of_the_rights_area_is_the_reason_shown() -> None:
    fill(make_document("a", "Film Kolektifi", about="Gösterimlerde altyazı var. Sağır seyirciler için çevirmen gelir."))
    page = service.search(SearchRequest(text="engelliler"))
    assert [(reason.by, "Sağır seyirciler" in reason.text) for reason in page.hits[0].matched] == [("text", True)]


def test_a_name_that_says_a_word_of_the_rights_area_is_the_reason_shown() -> None:
    fill(replace(make_document("a", "Film Kolektifi"), names=(Name("Sağırlar Sineması", "alias"),)))
    page = service.search(SearchRequest(text="engelliler"))
    assert [(reason.by, reason.text) for reason in page.hits[0].matched] == [("alias", "Sağırlar Sineması")]


def test_all_of_the_question_goes_before_some_of_it() -> None:
    fill(make_document("bir", "Dere", about="dere dere dere"), make_document("iki", "Ova", about="Derede kunduz yuvası"))
    page = service.search(SearchRequest(text="dere kunduz"))
    assert [(hit.key, hit.fits) for hit in page.hits] == [("iki", True), ("bir", False)]
    assert page.exact


def test_what_only_comes_near_is_shown_as_such() -> None:
    fill(make_document("a", "Dere Derneği"))
    page = service.search(SearchRequest(text="dere kaplumbağa"))
    assert [hit.key for hit in page.hits] == ["a"]
    assert not page.exact


def test_a_place_in_the_question_orders() -> None:
    topic = ("engelli-haklari",)
    fill(
        make_document("a-elsewhere", topic=topic, province=("van",), district=("van/edremit",)),
        make_document("b-national", topic=topic, province=("ankara",), scope=("national",)),
        make_document("c-province", topic=topic, province=("izmir",), scope=("provincial",)),
        make_document("d-serving", topic=topic, province=("izmir",), serves=("izmir/bornova",)),
        make_document("e-located", topic=topic, province=("izmir",), district=("izmir/bornova",)),
    )
    assert keys("Bornova'da engelliler") == ["e-located", "d-serving", "c-province", "b-national", "a-elsewhere"]


def test_a_removed_interpretation_no_longer_finds() -> None:
    fill(make_document("a", "Rampa", topic=("engelli-haklari",)), make_document("b", "Engelli Kafe"))
    assert set(keys("engelli")) == {"a", "b"}
    assert keys("engelli", ignored=("topic:engelli-haklari",)) == ["b"]


def test_marks_stand_on_the_words_that_answer() -> None:
    fill(make_document("a", "Işık İzi'nin Sesi", summary="Işıkla çalışır; ışıklar."))
    hit = service.search(SearchRequest(text="isik")).hits[0]
    assert [hit.title.text[start:end] for start, end in hit.title.spans] == ["Işık"]
    assert [hit.summary.text[start:end] for start, end in hit.summary.spans] == ["Işıkla", "ışıklar"]


def test_adjoining_marks_are_one() -> None:
    fill(make_document("a", "Işık İzi Derneği"))
    hit = service.search(SearchRequest(text="işık izi")).hits[0]
    assert [hit.title.text[start:end] for start, end in hit.title.spans] == ["Işık İzi"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("kunduz", "name"),
        ("KD", "acronym"),
        ("castor", "alias"),
        ("baraj", "keyword"),
        ("projeksiyon", "offer"),
        ("tercüman", "need"),
        ("yuva", "text"),
    ],
)
def test_a_hit_says_by_what_it_was_found(text: str, by: str) -> None:
    passages = (
        Passage("baraj", "keyword"),
        Passage("Ödünç projeksiyon", "offer", "tr", "equipment"),
        Passage("Gönüllü tercüman", "need", "tr", "translation"),
    )
    fill(make_document("a", "Kunduz Evi", acronym="KD", aliases=["Castor"], about="Yuva yapar.", passages=passages))
    assert [reason.by for reason in service.search(SearchRequest(text=text)).hits[0].matched] == [by]


def test_facets_carry_labels_and_keep_chosen_values_without_documents() -> None:
    fill(make_document("a", topic=("cevre",)), make_document("b", topic=("cevre", "spor")))
    request = SearchRequest(facets={"topic": ("engelli-haklari",)}, with_facets=("topic",))
    facet = service.search(request).facets[0]
    assert facet.label == "Rights area"
    assert [(v.label, v.count, v.selected) for v in facet.values] == [
        ("Çevre", 2, False),
        ("Spor", 1, False),
        ("Engelli hakları", 0, True),
    ]


def test_a_page_after_the_last_is_the_last() -> None:
    fill(*(make_document(f"k{number}") for number in range(5)))
    page = service.search(SearchRequest(page=9, page_size=2))
    assert (page.page, page.pages, len(page.hits)) == (3, 3, 1)


def test_titles_come_in_the_asked_language_where_there_is_one() -> None:
    fill(make_document("a", "Köprü", title_en="Bridge"), make_document("b", "Yol"))
    hits = service.search(SearchRequest(lang="en")).hits
    assert [(hit.title.text, hit.title_lang) for hit in hits] == [("Bridge", "en"), ("Yol", "tr")]


def test_without_an_index_the_answer_is_empty_and_degraded() -> None:
    page = service.search(SearchRequest(text="dere", with_facets=("topic",)))
    assert (page.hits, page.total, page.degraded, page.exact) == ((), 0, True, False)
    assert service.suggest("de") == ()
    assert service.similar("organisation", "a") == ()
    assert service.stored_document("organisation", "a") is None


def test_an_engine_nobody_wrote_is_refused_without_its_password(settings: Any) -> None:
    settings.SEARCH_URL = "ftp://user:secret@search.example:9200/x"
    with pytest.raises(ImproperlyConfigured, match="embedded://") as error:
        service.engine()
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("typed", "titles"), [("i", []), ("iş", ["Işık İzi"]), ("ışık iz", ["Işık İzi"]), ("isk", ["Işık İzi"]), ("zz", [])]
)
def test_suggestions_begin_with_the_second_letter_and_forgive_a_slip(typed: str, titles: list[str]) -> None:
    fill(make_document("a", "Işık İzi"), make_document("b", "Kuzey"))
    assert [suggestion.title for suggestion in service.suggest(typed)] == titles


def test_a_suggestion_shows_the_name_that_matched() -> None:
    fill(make_document("a", "Işık İzi", aliases=["Beyaz Baston"]))
    assert [(s.title, s.matched) for s in service.suggest("bast")] == [("Işık İzi", "Beyaz Baston")]
    assert [s.matched for s in service.suggest("izi")] == [""]


def test_who_shares_is_asked_only_where_something_can_be_shared(index: Any) -> None:
    fill(make_document("a", topic=("cevre",)), make_document("b", district=("izmir/konak",)))
    assert service.sharing("organisation", {"topic": ["cevre"], "district": ["izmir/konak"]}, 4) == ("a",)
    assert service.sharing("organisation", {"topic": [], "district": ["izmir/konak"]}, 4) == ()
    assert service.sharing("organisation", {}, 4) == ()


def test_similar_documents_say_what_they_share() -> None:
    fill(
        make_document("a", topic=("cevre", "spor"), district=("izmir/konak",), needs=("legal",)),
        make_document("b", topic=("cevre",), district=("izmir/konak",)),
        make_document("c", offers=("legal",)),
        make_document("d", topic=("saglik",)),
        make_document("t", kind="topic", topic=("cevre",)),
    )
    found = service.similar("organisation", "a")
    assert [(one.document.key, one.shared) for one in found] == [
        ("b", (Shared("topic", "cevre"), Shared("district", "izmir/konak"))),
        ("c", (Shared("needs_met", "legal"),)),
    ]

"""What any engine answers: filters, counts, orders, pages, suggestions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from search import vocabulary
from search.engines import tantivy_reading
from search.engines.base import Engine
from search.query import Plan
from search.types import SearchDocument, SearchRequest
from search.understanding import understand
from tests.factories.search import make_document, removal, upserts


def read(text: str) -> Plan:
    return understand(text, words=vocabulary.current())


def found(engine: Engine, text: str = "", **request: object) -> list[str]:
    result = engine.search(read(text), SearchRequest(text=text, **request))  # type: ignore[arg-type]
    return [found.document.key for found in result.found]


def fill(engine: Engine, documents: Iterable[SearchDocument]) -> None:
    engine.write(upserts(*documents))


@pytest.fixture
def places(engine: Engine) -> Engine:
    fill(
        engine,
        [
            make_document("bornova", province=("izmir",), district=("izmir/bornova",), scope=("local",)),
            make_document("konak", province=("izmir",), district=("izmir/konak",), scope=("local",)),
            make_document(
                "gezici", province=("izmir",), district=("izmir/konak",), serves=("izmir/bornova",), scope=("local",)
            ),
            make_document("il", province=("izmir",), district=("izmir/konak",), scope=("provincial",)),
            make_document("ulusal", province=("ankara",), scope=("national",)),
            make_document("van", province=("van",), scope=("provincial",)),
        ],
    )
    return engine


def test_values_of_one_facet_are_alternatives_and_facets_narrow_each_other(engine: Engine) -> None:
    fill(
        engine,
        [
            make_document("a", topic=("cevre",), type=("association",)),
            make_document("b", topic=("spor",), type=("association",)),
            make_document("c", topic=("cevre",), type=("foundation",)),
            make_document("d", topic=("saglik",), type=("association",)),
        ],
    )
    assert found(engine, facets={"topic": ("cevre", "spor")}) == ["a", "b", "c"]
    assert found(engine, facets={"topic": ("cevre", "spor"), "type": ("association",)}) == ["a", "b"]


def test_a_facet_is_not_narrowed_by_its_own_choice(engine: Engine) -> None:
    fill(
        engine,
        [
            make_document("a", topic=("cevre",), type=("association",)),
            make_document("b", topic=("spor", "cevre"), type=("foundation",)),
            make_document("c", topic=("spor",), type=("association",)),
        ],
    )
    request = SearchRequest(facets={"topic": ("cevre",)}, with_facets=("topic", "type", "scope"))
    result = engine.search(Plan(), request)
    assert result.total == 2
    assert result.facets == {"topic": {"cevre": 2, "spor": 2}, "type": {"association": 1, "foundation": 1}, "scope": {}}


def test_counts_follow_the_words(engine: Engine) -> None:
    fill(engine, [make_document("a", "Dere Derneği", topic=("cevre",)), make_document("b", "Top Kulübü", topic=("spor",))])
    assert engine.search(read("dere"), SearchRequest(with_facets=("topic",))).facets == {"topic": {"cevre": 1}}


@pytest.mark.parametrize("more", [0, 1, 60])
def test_however_many_values_are_chosen_any_of_them_counts(engine: Engine, more: int) -> None:
    fill(engine, [make_document("a", topic=("cevre",)), make_document("b", topic=("spor",)), make_document("c")])
    chosen = ("spor", *(f"konu-{number}" for number in range(more)))
    assert found(engine, facets={"topic": chosen}) == ["b"]


@pytest.mark.parametrize("odd", ['a"b', "a\\", '\\"', "a AND b", ") OR f_topic:spor", "*", "a b", "[a TO b]", "spor^2"])
def test_odd_values_of_chosen_facets_are_counted_as_they_are(engine: Engine, odd: str) -> None:
    fill(
        engine,
        [
            make_document("a", topic=(odd,), type=("association",)),
            make_document("b", topic=("spor",), type=("foundation",)),
            make_document("c", topic=(odd,), type=(odd,)),
        ],
    )
    chosen = {"topic": (odd,), "type": ("association", odd)}
    result = engine.search(Plan(), SearchRequest(facets=chosen, with_facets=("topic", "type", "scope")))
    assert result.total == 2
    assert result.facets == {"topic": {odd: 2}, "type": {"association": 1, odd: 1}, "scope": {}}


def test_counts_beside_a_chosen_district_hold_wide_bodies_where_hits_do(places: Engine) -> None:
    chosen = {"district": ("izmir/bornova",), "scope": ("local", "provincial", "national")}
    for wide in (True, False):
        result = places.search(Plan(), SearchRequest(facets=chosen, with_facets=("district", "scope"), include_wide=wide))
        assert sum(result.facets["scope"].values()) == result.total == (4 if wide else 2)


def test_removed_documents_are_not_counted(engine: Engine) -> None:
    fill(engine, [make_document("a", topic=("cevre",))])
    engine.write([removal("a", version=2)])
    result = engine.search(Plan(), SearchRequest(with_facets=("topic",)))
    assert (result.total, result.facets) == (0, {"topic": {}})


def test_a_chosen_district_keeps_located_serving_and_wide_bodies(places: Engine) -> None:
    assert set(found(places, facets={"district": ("izmir/bornova",)})) == {"bornova", "gezici", "il", "ulusal"}


def test_a_chosen_district_without_wide_bodies_is_located_or_served_by_name(places: Engine) -> None:
    assert set(found(places, facets={"district": ("izmir/bornova",)}, include_wide=False)) == {"bornova", "gezici"}


def test_a_chosen_province_holds_its_districts_and_those_who_work_there(places: Engine) -> None:
    chosen = {"province": ("izmir",)}
    assert set(found(places, facets=chosen, include_wide=False)) == {"bornova", "konak", "gezici", "il"}
    assert set(found(places, facets=chosen)) == {"bornova", "konak", "gezici", "il", "ulusal"}


def test_district_counts_hold_located_and_serving(places: Engine) -> None:
    counts = places.search(Plan(), SearchRequest(with_facets=("district",))).facets["district"]
    assert counts == {"izmir/konak": 3, "izmir/bornova": 2}


def test_browsing_is_in_turkish_order(engine: Engine) -> None:
    fill(
        engine, [make_document(str(at), title) for at, title in enumerate(["Zeytin", "Çınar", "Irmak", "İncir", "Dere", "Cam"])]
    )
    titles = [f.document.title["tr"] for f in engine.search(Plan(), SearchRequest()).found]
    assert titles == ["Cam", "Çınar", "Dere", "Irmak", "İncir", "Zeytin"]


def test_sorting_by_change_puts_the_newest_first(engine: Engine) -> None:
    days = {"eski": datetime(2020, 1, 1, tzinfo=UTC), "yeni": datetime(2026, 5, 1, tzinfo=UTC), "hic": None}
    fill(engine, [replace(make_document(key), updated=day) for key, day in days.items()])
    assert found(engine, sort="updated") == ["yeni", "eski", "hic"]


@pytest.mark.parametrize("spare", [600, 5])  # hits that the embedded engine fetches beyond a page before it asks again
@pytest.mark.parametrize("beginning", ["k", "dere-tepe-duz-gidenler-"])
def test_equal_scores_are_ordered_by_key_across_pages_and_commits(
    engine: Engine, beginning: str, spare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_reading, "SPARE", spare)
    keys = [f"{beginning}{number:03d}" for number in range(120)]
    for part in range(4):
        fill(engine, [make_document(key, "Dere Derneği") for key in reversed(keys[part::4])])
    pages = [found(engine, "dere", page=page, page_size=25) for page in range(1, 6)]
    assert [key for page in pages for key in page] == keys


def test_a_common_word_finds_names_only(engine: Engine) -> None:
    fill(
        engine,
        [
            make_document("ad", "Dere Hakları Derneği"),
            make_document("metin", about="Dere hakları"),
            make_document("dere", "Dere"),
        ],
    )
    plan = read("hakları")
    assert {one.document.key for one in engine.search(plan, SearchRequest()).found} == {"ad", "metin"}
    plan = replace(plan, words=tuple(replace(word, common=True) for word in plan.words))
    assert {one.document.key for one in engine.search(plan, SearchRequest()).found} == {"ad"}


def test_a_word_said_by_the_way_that_most_hold_orders_and_finds_names_only(engine: Engine) -> None:
    fill(
        engine,
        [
            make_document("ad", "Hak Derneği"),
            make_document("metin", about="Hak aramak"),
            make_document("iki", "Dere", about="Dere hakkı"),
            make_document("dere", "Dere"),
        ],
    )
    plan = read("dere hak")
    assert {one.document.key for one in engine.search(plan, SearchRequest()).found} == {"ad", "metin", "iki", "dere"}
    plan = replace(plan, words=(plan.words[0], replace(plan.words[1], aside=True)))
    assert [one.document.key for one in engine.search(plan, SearchRequest()).found] == ["iki", "dere", "ad"]


def test_a_score_tells_what_answers_every_clause(engine: Engine) -> None:
    fill(
        engine,
        [
            make_document("hepsi", "Dere Kulübü", about="Kunduz ve sedir"),
            make_document("iki", "Dere", about="Kunduz"),
            make_document("bir", "Sedir"),
        ],
    )
    for text in ("dere", "dere kunduz", "dere kunduz sedir", "sedir", "kunduz ya da sedir"):
        plan = read(text)
        by_score = engine.search(plan, SearchRequest()).found
        by_title = engine.search(plan, SearchRequest(sort="title")).found  # which has no scores, and asks
        assert {one.document.key: one.fits for one in by_score} == {one.document.key: one.fits for one in by_title}, text


def test_a_page_beyond_the_depth_bound_is_the_last_one(engine: Engine) -> None:
    fill(engine, [make_document("a")])
    result = engine.search(Plan(), SearchRequest(page=10**9, page_size=100))
    assert (result.total, result.found) == (1, ())


def test_events_are_filtered_by_their_start(engine: Engine) -> None:
    days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3)]
    fill(engine, [replace(make_document(str(day.month), kind="event"), starts=day) for day in days])
    assert found(engine, starts_from=days[1]) == ["2", "3"]
    assert found(engine, starts_from=days[1], starts_to=days[1]) == ["2"]


def test_who_shares_most_goes_first_then_who_shares_more_beside_it(engine: Engine) -> None:
    fill(
        engine,
        [
            make_document("bir-yakin", topic=("cevre",), district=("izmir/konak",)),
            make_document("bir", topic=("cevre", "saglik")),
            make_document("iki-uzak-1", topic=("spor", "cevre"), district=("van/ipekyolu",)),
            make_document("iki-uzak-0", topic=("cevre", "spor")),
            make_document("iki-yakin", topic=("spor", "cevre"), district=("izmir/bornova", "izmir/konak")),
            make_document("yakin", topic=("saglik",), district=("izmir/konak",)),
            make_document("t", kind="topic", topic=("cevre", "spor")),
        ],
    )
    fill(engine, [make_document("eski", topic=("cevre", "spor"))])
    engine.write([removal("eski", 9)])
    wanted = {"topic": ["cevre", "spor"], "district": ["izmir/konak", "izmir/bornova"]}
    first = ["iki-yakin", "iki-uzak-0", "iki-uzak-1", "bir-yakin", "bir"]
    assert list(engine.sharing("organisation", wanted, 9)) == first
    assert list(engine.sharing("organisation", wanted, 3)) == first[:3]
    assert engine.sharing("organisation", {"topic": ['a"b) OR *']}, 9) == ()
    assert engine.sharing("organisation", {"topic": ["cevre"]}, 2) == ("bir", "bir-yakin")


def test_of_many_that_share_as_much_the_first_by_key_are_named(engine: Engine) -> None:
    fill(engine, [make_document(f"k-{number:04}", topic=("cevre",)) for number in reversed(range(tantivy_reading.FEW + 20))])
    assert engine.sharing("organisation", {"topic": ["cevre"]}, 3) == ("k-0000", "k-0001", "k-0002")


@pytest.mark.parametrize("typed", ["ış", "isik", "IŞIK İZ", "iz", "izi ışık", "izm", "İZM"])
def test_beginnings_of_name_words_are_suggested(engine: Engine, typed: str) -> None:
    fill(engine, [make_document("a", "Işık İzi Derneği", acronym="İZMAR"), make_document("b", "Başka", about="ışık izi")])
    words = tuple(word.folded for word in read(typed).words)
    assert [document.key for document in engine.suggest(words, 5)] == ["a"]


def test_whole_words_are_suggested_first_and_equals_by_key(engine: Engine) -> None:
    same = [make_document(f"bir-anahtar-{number:02}", f"Işıklı {number}") for number in range(40)]
    whole = [make_document("son", "Işık Evi"), make_document("orta", "Yol", acronym="IŞIK")]
    fill(engine, [*reversed(same), *whole])

    assert [one.key for one in engine.suggest(("isik",), 5)] == ["orta", "son", *(f"bir-anahtar-{n:02}" for n in range(3))]
    assert [one.key for one in engine.suggest(("isikl",), 2)] == ["bir-anahtar-00", "bir-anahtar-01"]
    assert len(engine.suggest(("isi",), 100)) == 42

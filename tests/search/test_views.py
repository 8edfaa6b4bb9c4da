"""The search page: what it says, where its links lead, and that nothing reflected can become markup."""

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils.translation import override

from search.presentation import counted, marked, sorts
from search.rebuild import rebuild
from search.types import Facet, FacetValue, Highlight, Interpretation, Matched, SearchRequest
from tests.factories import DistrictFactory, OrganisationFactory
from tests.search.door import Door, door, hit, reasoned

__all__ = ["door"]

pytestmark = pytest.mark.django_db

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


class Links(HTMLParser):
    """Collects the links of a page by their text, and every element that came out."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.elements: list[str] = []
        self.hidden: list[tuple[str, str]] = []
        self.checked: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append(tag)
        assert not any(name.startswith("on") for name in given), given
        assert not given.get("href", "").lower().startswith("javascript:")
        if tag == "a":
            self._open.append((given.get("href", ""), []))
        if tag == "input" and given.get("type") == "hidden":
            self.hidden.append((given["name"], given["value"]))
        if tag == "input" and "checked" in given:
            self.checked.append(given["value"])

    def handle_data(self, data: str) -> None:
        for _href, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open:
            href, words = self._open.pop()
            self.links[" ".join("".join(words).split())] = href


def page_of(client: Client, query: str = "", *, prefix: str = "") -> Links:
    response = client.get(f"{prefix}/ara/?{query}")
    assert response.status_code == 200
    return Links(response.content.decode())


def parameters_of(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query)


def link_with(links: Links, *words: str) -> str:
    return next(href for text, href in links.links.items() if all(word in text for word in words))


def test_each_interpretation_is_removed_by_a_plain_link_and_stays_removed(client: Client, door: Door) -> None:
    door.answer = lambda request: {
        "hits": (hit(),),
        "total": 1,
        "interpretation": (
            Interpretation("topic", "engelli-haklari", "Engelli hakları", "engelliler"),
            Interpretation("place", "izmir/bornova", "Bornova", "bornovada"),
        ),
    }
    links = page_of(client, "q=bornovada+engelliler&page=3&ignored=type:association")
    assert parameters_of(link_with(links, "Bornova")) == {
        "q": ["bornovada engelliler"],
        "ignored": ["type:association", "place:izmir/bornova"],
    }
    assert door.asked[0].ignored == ("type:association",)


def test_chosen_values_are_checked_and_each_removed_by_a_link(client: Client, door: Door) -> None:
    values = (FacetValue("cevre", "Çevre", 1234, True), FacetValue("egitim", "Eğitim", 2, False))
    door.answer = lambda request: {"hits": (hit(),), "total": 3, "facets": (Facet("topic", "Hak alanı", values),)}
    links = page_of(client, "q=su&topic=cevre&language=ku")
    assert links.checked == ["cevre"]
    removal = next(
        href for href in links.links.values() if "topic" not in href and "language=ku" in href and "sort" not in href
    )
    assert parameters_of(removal) == {"q": ["su"], "language": ["ku"]}


def test_the_filter_form_carries_along_what_it_does_not_show(client: Client, door: Door) -> None:
    values = (FacetValue("cevre", "Çevre", 1, True), FacetValue("egitim", "Eğitim", 2, False))
    door.answer = lambda request: {"hits": (hit(),), "total": 3, "facets": (Facet("topic", "Hak alanı", values),)}
    links = page_of(client, "q=su&topic=cevre&language=ku&ignored=place:izmir&sort=title&page=2")
    for pair in (("q", "su"), ("language", "ku"), ("ignored", "place:izmir"), ("sort", "title")):
        assert pair in links.hidden
    assert "page" not in dict(links.hidden)


def test_counts_are_written_as_the_language_writes_them(client: Client, door: Door) -> None:
    kind = Facet("kind", "", (FacetValue("organisation", "Kuruluş", 1234, False),))
    door.answer = lambda request: {"hits": (hit(),), "total": 1234, "pages": 62, "facets": (kind,)}
    assert "1.234" in client.get("/ara/").content.decode()
    assert "1,234" in client.get("/en/ara/").content.decode()


@pytest.mark.parametrize(
    ("count", "kinds", "words"),
    [(1, ["organisation"], "1 organisation"), (2, ["organisation"], "2 organisations"), (0, [], "0 results")],
)
def test_totals_are_said_in_words(count: int, kinds: list[str], words: str) -> None:
    with override("en"):
        assert counted(count, kinds) == words


def test_pages_are_real_addresses_with_next_previous_and_canonical(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (hit(),), "total": 200, "page": 4, "pages": 10}
    markup = client.get("/ara/?page=4&q=su&utm_source=x").content.decode()
    assert 'rel="prev" href="/ara/?q=su&amp;page=3"' in markup
    assert 'rel="next" href="/ara/?q=su&amp;page=5"' in markup
    assert '/ara/?q=su&amp;page=4">' in markup
    assert "utm_source" not in markup.split("<body>")[0].split("alternate")[0]
    numbers = {parameters_of(href).get("page", ["1"])[0] for href in Links(markup).links.values() if "/ara/?q=su" in href}
    assert {"1", "2", "3", "5", "6", "10"} <= numbers


def test_no_page_beyond_the_window_is_linked(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (hit(),), "total": 100_000, "page": 500, "pages": 5000}
    links = page_of(client, "page=500")
    assert max(int(parameters_of(href).get("page", ["1"])[0]) for href in links.links.values()) == 500


def test_a_page_beyond_the_last_shows_the_last_and_says_so(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (hit(),), "total": 21, "page": 2, "pages": 2}
    with override("en"):
        markup = client.get("/en/ara/?page=7").content.decode()
    assert "There is no page 7" in markup


def test_malformed_parameters_are_said_and_change_nothing_else(client: Client, door: Door) -> None:
    markup = client.get("/en/ara/?q=su&page=abc&sort=drop+table").content.decode()
    assert "“page” must be a whole number from 1 up." in markup
    assert "“sort” is one of" in markup
    assert (door.asked[0].page, door.asked[0].sort, door.asked[0].lang) == (1, "relevance", "en")


def test_reasons_are_said_in_words(client: Client, door: Door) -> None:
    door.answer = lambda request: {
        "hits": (
            reasoned(
                Matched("synonym", "engelsiz yaşam", "Engelli hakları"),
                Matched("offer", "salon", "Mekân"),
                Matched("place", "bornovada", "Bornova"),
            ),
        ),
        "total": 1,
    }
    markup = client.get("/en/ara/?q=x").content.decode()
    assert "“engelsiz yaşam” → Engelli hakları" in markup
    assert "It offers:</span>&nbsp;<strong>Mekân</strong>." in markup
    assert "Place:</span>&nbsp;<strong>Bornova</strong>." in markup


def test_reasons_of_one_sort_are_told_together_three_sorts_at_most_and_quotations_are_quoted(
    client: Client, door: Door
) -> None:
    told = (
        Matched("topic", "", "Eğitim"),
        Matched("topic", "", "Spor"),
        Matched("text", "…\u2060sağır gençler için.", "", "tr", ((2, 7),)),
        Matched("place", "", "Buca"),
        Matched("offer", "salon", ""),
    )
    door.answer = lambda request: {"hits": (reasoned(*told),), "total": 1}
    markup = client.get("/en/ara/?q=x").content.decode()
    assert "Rights areas:</span>&nbsp;<strong>Eğitim</strong>, <strong>Spor</strong>." in markup
    assert '“<span lang="tr">…\u2060<mark>sağır</mark> gençler için</span>”.' in markup
    assert "Place:" in markup
    assert "It offers" not in markup


def test_a_rights_area_that_is_named_and_told_in_the_profile_is_one_reason(client: Client, door: Door) -> None:
    told = Matched("topic", "Engelli hakları", "Engelli hakları"), Matched("topic", "Engelli hakları", "", lang="tr")
    door.answer = lambda request: {"hits": (reasoned(*told),), "total": 1}
    assert client.get("/ara/?q=engelli").content.decode().count("<strong>Engelli hakları</strong>") == 1


def test_an_organisation_without_a_summary_says_that_there_is_none(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (hit(summary=Highlight("")),), "total": 1}
    assert "What the organisation does has not been entered yet." in client.get("/en/ara/").content.decode()


def test_what_a_hit_lacks_is_told_beside_why_it_is_here(client: Client, door: Door) -> None:
    lacking = Matched("topic", "engelli", "Engelli hakları"), Matched("word", "ebru", "")
    door.answer = lambda request: {"hits": (hit(fits=False, lacking=lacking, matched=(Matched("name", "", ""),)),), "total": 1}
    markup = client.get("/en/ara/?q=x").content.decode()
    assert "Does not fit:</span>&nbsp;<strong>Engelli hakları</strong>, <strong>“ebru”</strong>." in markup


def test_a_centre_is_named_with_its_province(client: Client, door: Door) -> None:
    DistrictFactory(slug="merkez", name="Merkez", province__slug="kars", province__name="Kars")
    door.answer = lambda request: {"hits": (hit(facets={"district": ("kars/merkez",), "province": ("kars",)}),), "total": 1}
    assert "Merkez, Kars" in client.get("/ara/?q=su").content.decode()


def test_kinds_of_results_are_named_in_the_plural(client: Client, door: Door) -> None:
    kinds = Facet("kind", "Tür", (FacetValue("organisation", "Kuruluş", 5, False), FacetValue("topic", "Hak alanı", 2, False)))
    door.answer = lambda request: {"hits": (hit(),), "total": 5, "facets": (kinds,)}
    links = page_of(client, "q=su").links
    assert {"Kuruluşlar 5", "Hak alanları 2"} <= set(links)


def test_a_label_for_machines_is_never_shown(client: Client, door: Door) -> None:
    offering = hit(facets={"offers": ("venue",)}, matched=(Matched("offer", "düz ayak girişli sahne", "venue"),))
    door.answer = lambda request: {"hits": (offering,), "total": 1}
    assert "<strong>düz ayak girişli sahne</strong>" in client.get("/ara/?q=sahne").content.decode()


def test_a_keyword_is_shown_by_its_name(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (reasoned(Matched("keyword", "çocuk güvenliği", "cocuk-guvenligi")),), "total": 1}
    assert "<strong>çocuk güvenliği</strong>" in client.get("/ara/?q=guvenlik").content.decode()


def test_hits_are_headed_by_how_they_stand_to_the_place(client: Client, door: Door) -> None:
    door.answer = lambda request: {
        "hits": (
            hit("Burada", facets={"district": ("izmir/bornova",)}),
            hit("Buraya", facets={"serves": ("izmir/bornova",)}),
            hit("Geniş", facets={"scope": ("provincial",)}),
            hit("Başka", facets={"scope": ("local",)}),
        ),
        "total": 4,
        "interpretation": (Interpretation("place", "izmir/bornova", "Bornova", "bornova"),),
    }
    markup = client.get("/en/ara/?q=bornova").content.decode()
    headings = [
        "In Bornova",
        "Working in Bornova from elsewhere",
        "Working throughout the province or country",
        "In other places",
    ]
    places = [markup.index(f"<h2>{heading}: 1 organisation</h2>") for heading in headings]
    assert places == sorted(places)
    assert markup.index("Burada") > places[0]
    assert markup.index("Başka") > places[3]


def test_a_group_is_counted_only_where_all_of_it_is_on_the_page(client: Client, door: Door) -> None:
    bornova = Interpretation("place", "izmir/bornova", "Bornova", "bornova")
    here = hit(facets={"district": ("izmir/bornova",)})
    door.answer = lambda request: {"hits": (here,), "total": 30, "pages": 2, "interpretation": (bornova,)}
    assert "<h2>In Bornova</h2>" in client.get("/en/ara/?q=bornova").content.decode()


def test_who_works_for_the_whole_country_and_lacks_the_place_only_stands_with_the_wide_ones(client: Client, door: Door) -> None:
    place = Matched("place", "bornova", "Bornova")
    door.answer = lambda request: {
        "hits": (
            hit("Burada", facets={"district": ("izmir/bornova",)}),
            hit("Ülke", facets={"scope": ("national",)}, fits=False, lacking=(place,)),
            hit("Başka il", facets={"scope": ("provincial",)}, fits=False, lacking=(place,)),
            hit("Başka konu", facets={"scope": ("national",)}, fits=False, lacking=(place, Matched("word", "ebru", ""))),
        ),
        "total": 4,
        "interpretation": (Interpretation("place", "izmir/bornova", "Bornova", "bornova"),),
    }
    markup = client.get("/en/ara/?q=bornova+ebru").content.decode()
    wide, close = markup.index("Working throughout"), markup.index("Fitting part of what you asked for: 2")
    assert wide < markup.index("Ülke") < close < markup.index("Başka il")
    assert close < markup.index("Başka konu")


def test_correction_links_to_the_words_as_written(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (hit(),), "total": 1, "corrected": "gönüllü"}
    links = page_of(client, "q=gonulu")
    assert parameters_of(link_with(links, "gonulu")) == {"q": ["gonulu"], "ignored": ["correction:off"]}


def test_words_as_written_are_searched_when_asked(client: Client, index) -> None:  # type: ignore[no-untyped-def]
    OrganisationFactory(name="Karanfil Derneği")
    rebuild(index)
    corrected = page_of(client, "q=karnafil")
    assert "Karanfil Derneği" in corrected.links
    response = client.get(link_with(corrected, "“karnafil”"))
    assert "Karanfil Derneği" not in response.content.decode()


def test_near_hits_are_said_to_be_near(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (hit(fits=False),), "total": 1, "exact": False}
    markup = client.get("/en/ara/?q=uzay").content.decode()
    assert "No entry fits “uzay” fully" in markup
    assert "<h2>Fitting part of what you asked for: 1 organisation</h2>" in markup
    assert len(door.asked) == 1


def test_near_hits_under_filters_name_them_and_lead_to_what_fits_without_them(client: Client, door: Door) -> None:
    def answer(request):  # type: ignore[no-untyped-def]
        fits = request.facets.get("district") != ("izmir/kinik",)
        return {"hits": (hit(fits=fits),), "total": 15 if fits else 4, "exact": fits}

    DistrictFactory(slug="kinik", name="Kınık", province__slug="izmir", province__name="İzmir")
    door.answer = answer
    response = client.get("/en/ara/?q=engelli&type=union&district=izmir/kinik")
    markup = response.content.decode()
    assert "With these filters nothing fits fully: Trade union, Kınık" in markup
    links = Links(markup)
    assert parameters_of(link_with(links, "Show", "All of İzmir instead of Kınık")) == {
        "q": ["engelli"],
        "type": ["union"],
        "province": ["izmir"],
    }
    assert parameters_of(link_with(links, "Show", "Without the filter Kınık")) == {"q": ["engelli"], "type": ["union"]}
    assert not any("Without the filter Trade union" in text for text in links.links)
    assert parameters_of(link_with(links, "Show", "Without any filter")) == {"q": ["engelli"]}


def test_a_word_that_finds_nothing_is_named(client: Client, door: Door) -> None:
    door.answer = lambda request: {} if request.text else {"hits": (hit(),), "total": 9}
    assert "No entry matches “qqqxxxwww”" in client.get("/en/ara/?q=qqqxxxwww").content.decode()


def test_places_are_the_last_tab(client: Client, door: Door) -> None:
    values = [FacetValue(kind, kind, count, False) for kind, count in (("organisation", 5), ("place", 900), ("topic", 2))]
    door.answer = lambda request: {"hits": (hit(),), "total": 5, "facets": (Facet("kind", "Tür", tuple(values)),)}
    tabs = [text for text in page_of(client).links if text in ("Kuruluşlar 5", "Yerler 900", "Hak alanları 2")]
    assert tabs == ["Kuruluşlar 5", "Hak alanları 2", "Yerler 900"]


def test_understood_words_say_that_they_order_where_filters_are_offered(client: Client, door: Door) -> None:
    part = Interpretation("topic", "egitim", "Eğitim", "eğitim")
    values = tuple(FacetValue(value, value, 1, False) for value in ("egitim", "spor"))
    door.answer = lambda request: {
        "hits": (hit(),), "total": 1, "interpretation": (part,), "facets": (Facet("topic", "", values),)
    }  # fmt: skip
    said = "They order the results. Use the filters to leave out what does not fit."
    assert said in client.get("/en/ara/?q=egitim").content.decode()


def test_limited_search_is_said(client: Client, door: Door) -> None:
    door.answer = lambda request: {"hits": (hit(),), "total": 1, "degraded": True}
    assert "Limited search." in client.get("/en/ara/?q=x").content.decode()


def test_without_an_index_the_page_stays_and_says_so(client: Client, door: Door) -> None:
    door.answer = lambda request: {"degraded": True}
    response = client.get("/en/ara/?q=x")
    assert response.status_code == 503
    assert "Please try again in a few minutes." in response.content.decode()


def test_nothing_found_offers_each_condition_loosened_with_its_count(client: Client, door: Door) -> None:
    def answer(request):  # type: ignore[no-untyped-def]
        topics = Facet("topic", "", (FacetValue("cevre", "Çevre", 7, False), FacetValue("bos", "Boş", 0, False)))
        part = Interpretation("place", "izmir/kinik", "Kınık", "kınık")
        if request.text == "yüzme kınık" and "place:izmir/kinik" in request.ignored:
            return {"hits": (hit(),), "total": 2}
        if not request.text:
            return {"hits": (hit(),), "total": 9, "facets": (topics,)}
        return {"interpretation": (part,)}

    door.answer = answer
    links = page_of(client, "q=yüzme+kınık&type=union")
    loosened = [parameters_of(href) for href in links.links.values() if "ignored=place" in href]
    assert {"q": ["yüzme kınık"], "type": ["union"], "ignored": ["place:izmir/kinik"]} in loosened
    assert parameters_of(link_with(links, "Çevre")) == {"topic": ["cevre"]}
    assert not any("Boş" in text for text in links.links)
    assert len(door.asked) <= 8


def test_chosen_place_has_a_switch_for_wide_bodies(client: Client, door: Door) -> None:
    links = page_of(client, "district=izmir/bornova", prefix="/en")
    assert parameters_of(link_with(links, "Hide")) == {"district": ["izmir/bornova"], "wide": ["0"]}
    links = page_of(client, "district=izmir/bornova&wide=0", prefix="/en")
    assert parameters_of(link_with(links, "Also show")) == {"district": ["izmir/bornova"]}
    assert [request.include_wide for request in door.asked] == [True, False]


def test_browsing_offers_two_orders_and_words_three() -> None:
    with override("en"):
        assert [(link.label, link.current) for link in sorts(SearchRequest())] == [
            ("By name", True),
            ("Recently updated first", False),
        ]
        assert [link.current for link in sorts(SearchRequest(sort="title"))] == [True, False]
        assert [link.current for link in sorts(SearchRequest(text="su", sort="updated"))] == [False, False, True]


def test_english_links_stay_english_and_turkish_text_says_its_language(client: Client, door: Door) -> None:
    links = page_of(client, "q=x", prefix="/en")
    assert links.links["Engelsiz Yaşam Hakkı Ağı"] == "/en/kuruluslar/engelsiz-yasam-hakki-agi/"
    assert 'lang="tr"><bdi>Engelsiz' in client.get("/en/ara/?q=x").content.decode()


def test_pages_about_words_are_not_for_search_engines_and_browsing_is(client: Client, door: Door) -> None:
    assert "noindex" not in client.get("/ara/").content.decode()
    assert "noindex" in client.get("/ara/?q=x").content.decode()


def test_the_page_sets_no_cookie_and_only_reads(client: Client, door: Door) -> None:
    response = client.get("/ara/?q=x")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert client.post("/ara/").status_code == 405


@pytest.mark.parametrize(
    "parameter", ["q", "topic", "type", "district", "ignored", "page", "sort", "wide", "from", "lang", "x"]
)
def test_nothing_reflected_becomes_markup(client: Client, door: Door, parameter: str) -> None:
    for found in ({"hits": (hit(),), "total": 1, "corrected": ATTACK}, {}):
        door.answer = lambda request, found=found: found
        response = client.get("/ara/", {parameter: ATTACK})
        markup = response.content.decode()
        assert "<script>alert" not in markup
        assert "<img src=x" not in markup
        assert "img" not in Links(markup).elements


def test_a_hostile_document_cannot_become_markup(client: Client, door: Door) -> None:
    hostile = hit(
        f"{ATTACK} engelli",
        spans=((0, 9), (20, 27), (len(ATTACK) + 1, len(ATTACK) + 8)),
        summary=Highlight(f"</p>{ATTACK}", ((0, 3), (10, 20))),
        facets={"type": (ATTACK,), "district": (ATTACK,), "topic": (ATTACK,), "scope": (ATTACK,)},
        extra={"groups": '"><script>', "claimed": ATTACK},
        matched=(Matched("synonym", ATTACK, ATTACK), Matched("offer", ATTACK, ""), Matched(ATTACK, ATTACK, ATTACK)),
        title_lang='en"><script>',
    )
    values = tuple(FacetValue(f"{ATTACK}{n}", f"{ATTACK}{n}", 1, False) for n in range(3))
    door.answer = lambda request: {
        "hits": (hostile,),
        "total": 1,
        "facets": (Facet("topic", ATTACK, values),),
        "interpretation": (Interpretation("topic", ATTACK, ATTACK, ATTACK), Interpretation(ATTACK, ATTACK, ATTACK, ATTACK)),
    }
    markup = client.get("/ara/", {"q": ATTACK}).content.decode()
    assert "<script>alert" not in markup
    assert "<img src" not in markup
    assert "img" not in Links(markup).elements
    assert "mark" in Links(markup).elements


def test_marked_text_is_escaped_inside_and_outside_of_marks() -> None:
    assert marked(Highlight("<b>a</b>&", ((3, 4),))) == "&lt;b&gt;<mark>a</mark>&lt;/b&gt;&amp;"
    assert marked(Highlight("a<i", ((1, 3),))) == "a<mark>&lt;i</mark>"
    assert marked(Highlight("", ())) == ""


def test_hits_that_fit_only_in_part_stand_apart_from_those_that_fit(client, door):
    door.answer = lambda request: {"hits": (replace(hit("Yakın"), fits=False), hit("Uyan")), "total": 2, "exact": True}
    markup = client.get("/en/ara/?q=engelli").content.decode()
    assert markup.index("Uyan") < markup.index("Fitting part of what you asked for") < markup.index("Yakın")

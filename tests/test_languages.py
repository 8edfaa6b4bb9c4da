"""Two languages and one order: what is not in the page's language says so, the switch keeps everything, Turkish letters sort
and grow as they do in Turkish."""

import re
from html.parser import HTMLParser

import pytest

from cms.core.preparation import prepare_site
from directory.models import Need, Offer, OrganisationContact, OrganisationPlace, Topic
from directory.organisations import marks
from search import analysis
from search.rebuild import rebuild
from tests.factories import DistrictFactory, KeywordFactory, ProvinceFactory, TopicFactory
from tests.factories.public import full_organisation, path_of

MARK = "Türkçesi"
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Spoken(HTMLParser):
    """Collects the words that hold a mark, with the language in which a screen reader would say them."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.languages: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            inherited = self.languages[-1] if self.languages else ""
            self.open.append(tag)
            self.languages.append(dict(attrs).get("lang") or inherited)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()
            self.languages.pop()

    def handle_data(self, data: str) -> None:
        if MARK in data and not {"title", "script"} & set(self.open):
            self.found.append((self.languages[-1], " ".join(data.split())))


@pytest.fixture
def turkish_only(index):
    """An organisation and a rights area that say everything in Turkish alone."""
    prepare_site()
    district = DistrictFactory()
    topic = TopicFactory(description=f"{MARK} tanım.", easy_read=f"{MARK} kolay.")
    organisation = full_organisation(
        f"{MARK} Dernek",
        aliases=[f"{MARK} takma"],
        summary=f"{MARK} özet.",
        about=f"<p>{MARK} anlatım.</p>",
        easy_read=f"<p>{MARK} kolay.</p>",
        topics=[topic],
        keywords=[KeywordFactory(name=f"{MARK} kelime")],
        offers=[Offer(kind="venue", text=f"{MARK} salon")],
        needs=[Need(kind="venue", text=f"{MARK} yer")],
        contacts=[OrganisationContact(kind="phone", value="0232 000 00 00", label=f"{MARK} not")],
        places=[
            OrganisationPlace(
                label=f"{MARK} ofis",
                address=f"{MARK} Sokak 1",
                province=district.province,
                district=district,
                visibility="full",
                step_free="full",
                access_notes=f"{MARK} giriş",
            )
        ],
    )
    full_organisation("Komşu", topics=[topic], name_en="Neighbour")
    rebuild(index)
    return path_of(organisation)


@pytest.mark.django_db(transaction=True)
def test_whatever_is_turkish_on_an_english_page_says_so(client, turkish_only):
    paths = [turkish_only, f"{turkish_only}?okuma=kolay", "/", "/kuruluslar/", "/haklar/engelli-haklari/"]
    paths += ["/haklar/engelli-haklari/?okuma=kolay", "/yerler/izmir/bornova/", "/ara/?q=turkcesi", "/ara/oneriler/?q=turkcesi"]
    spoken = {path: Spoken(f'<html lang="en">{client.get(f"/en{path}").content.decode()}</html>').found for path in paths}
    assert len(spoken[turkish_only]) >= 10
    assert all(spoken[path] for path in paths if path != "/")
    wrong = {path: [text for lang, text in found if lang != "tr"] for path, found in spoken.items()}
    assert {path: texts for path, texts in wrong.items() if texts} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?type=union&page=1", "?q=%C4%B1%C5%9F%C4%B1k+ve+su&topic=cevre&sort=title"])
@pytest.mark.parametrize(
    "path", ["/kuruluslar/", "/haklar/engelli-haklari/", "/yerler/izmir/", "/ara/", "/hakkinda/", "profile"]
)
def test_the_switch_keeps_page_and_query_both_ways(client, index, path, query):
    prepare_site()
    organisation = full_organisation(type="union")
    rebuild(index)
    path = path_of(organisation) if path == "profile" else path
    there = f"/en{path}{query}".replace("&", "&amp;")
    back = f"{path}{query}".replace("&", "&amp;")
    assert f'<a href="{there}" lang="en" hreflang="en">' in client.get(f"{path}{query}").content.decode()
    english = client.get(f"/en{path}{query}")
    assert english.status_code == 200
    assert f'<a href="{back}" lang="tr" hreflang="tr">' in english.content.decode()


ORDER = ["Ceviz", "Çınar", "Dut", "Ilgın", "İncir", "Kavak", "Okaliptüs", "Ökse", "Sedir", "Şimşir", "Ufuk", "Üzüm", "Zeytin"]


def test_letters_stand_where_the_turkish_alphabet_has_them():
    assert sorted(ORDER, key=analysis.sort_key) == ORDER
    assert sorted(["şa", "sb", "ıb", "ia", "çb", "ca", "ğa", "gz"], key=analysis.sort_key) == [
        "ca", "çb", "gz", "ğa", "ıb", "ia", "sb", "şa",
    ]  # fmt: skip


@pytest.mark.django_db
def test_lists_and_choices_are_in_turkish_order(client, index):
    province = ProvinceFactory()
    districts = [DistrictFactory(name=name, province=province) for name in reversed(ORDER)]
    topics = [TopicFactory(name=name, name_en=name) for name in reversed(ORDER)]
    full_organisation(places=[], active_districts=districts, topics=topics)
    rebuild(index)
    html = client.get("/yerler/izmir/").content.decode()
    assert re.findall(r'<a href="/yerler/izmir/[a-z]+/"><?[^>]*?>?\s*([^<]+?)\s*<', html.split("<main")[1]) == ORDER
    choices = client.get("/kuruluslar/").content.decode()
    topics = re.findall(r'name="topic".*?class="facet-label">([^<]+)<', choices, re.DOTALL)
    assert [name for name in topics if name in ORDER] == ORDER
    assert Topic.objects.count() > len(ORDER)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("iyilik ısı", "İI"), ("ışık inisiyatifi", "Iİ"), ("şiir", "Şİ"), ("ığdır", "IĞ"), ("öğün üçü", "ÖÜ")],
)
def test_small_letters_grow_as_in_turkish(name, expected):
    assert marks.initials(name) == expected


def test_nothing_is_put_into_capitals_by_the_browser():
    from tests.test_look import STATIC

    assert "text-transform" not in (STATIC / "paydas.css").read_text()
    assert "toUpperCase" not in "".join(path.read_text() for path in (STATIC / "js").glob("*.js"))

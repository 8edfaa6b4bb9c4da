"""The shipped words (thesaurus.yaml) and places (gazetteer.yaml): complete, clean, and at home in exactly one place."""

import csv
from collections import Counter
from pathlib import Path

import pytest
import simplemma

import directory
from directory.organisations.choices import ExchangeKind, Language, OrganisationType, TargetGroup
from search.analysis import fold, lower
from tests import yaml_files

DATA = Path(directory.__file__).parent / "data"
TURKISH = ("tr", "everyday", "institutions", "one_way")
ENGLISH = ("en", "one_way_en")
LISTS = {*TURKISH, *ENGLISH, "hidden"}

# Words that stand in every organisation's profile: alone they lead nowhere, except in the area that is about them.
GENERIC = {
    "yardım", "destek", "hak", "gönüllü", "eğitim", "proje", "toplum", "kadın", "dernek", "vakıf", "platform",
    "dayanışma", "topluluk", "sivil", "sosyal", "etkinlik", "çalışma", "hizmet", "yaşam", "insan", "özgürlük",
    "mücadele", "kurum", "kuruluş", "birlik", "grup", "üye", "merkez", "ağ", "sorun", "başvuru", "bilgi", "kurs",
    "aile", "kişi", "iş", "yerel", "ulusal", "kampanya", "farkındalık", "savunuculuk", "help", "support", "right",
    "rights", "project", "society", "community", "people", "social", "association", "foundation", "organisation",
    "activity", "service", "work", "life", "human", "freedom", "campaign", "awareness", "information", "family",
    "course", "advocacy", "member",
}  # fmt: skip
# Everyday words that a term's lemma or folded form may become ("YÖK" = "yok", "göremeyen" -> gör): it needs a second word.
EVERYDAY = {
    "yok", "var", "ol", "et", "al", "ver", "gel", "git", "gör", "duy", "bil", "oku", "yaz", "uyu", "an", "kan", "konuş",
    "yürü", "sür", "sus", "kal", "bul", "iste", "çalış", "yüz", "tür", "Türk", "sahip", "devam", "baba", "erkek",
    "ceza", "şiddet", "büyük", "küçük", "köy", "dil", "kimlik", "vatan", "engel", "kolay", "kent", "ev", "yer", "gün",
    "yıl", "su", "ses", "yol", "çok", "bu", "buna", "şu", "ne", "kim", "özgür", "zor",
}  # fmt: skip
EVERYDAY_EN = {"do", "be", "go", "age", "aid", "other", "run", "sign", "get", "make", "need", "way", "thing", "live", "row"}
AT_HOME = {"kadın": "kadin-haklari"}

# Terms that truly belong to two areas: an institution, a law or a practice that both live with.
SHARED = {
    "ALO 183": {"kadina-yonelik-siddet", "cocuk-haklari"},
    "TİHEK": {"insan-haklari", "ayrimcilikla-mucadele"},
    "Gençlik ve Spor Bakanlığı": {"genclik", "spor"},
    "Engelli ve Yaşlı Hizmetleri Genel Müdürlüğü": {"engelli-haklari", "yasli-haklari"},
    "erişim engeli": {"ifade-basin-ozgurlugu", "dijital-haklar"},
    "zorla kaybetme": {"iskencenin-onlenmesi", "baris-hafiza"},
}


THESAURUS = yaml_files.read(DATA / "thesaurus.yaml")
AREAS = THESAURUS["topics"]
TOPICS = {row["slug"]: row for row in yaml_files.read(DATA / "topics.yaml")["topics"]}
PLACES = yaml_files.read(DATA / "gazetteer.yaml")["places"]
OTHER_NAMES = yaml_files.read(DATA / "gazetteer.yaml")["names"]


def words_of(topic):
    """Return the folded words of a row of topics.yaml that are shown."""
    return {fold(word) for word in [topic["tr"], topic["en"], *topic.get("synonyms", [])]}


OWNER = {word: slug for slug, topic in TOPICS.items() for word in words_of(topic)}


def rows(area):
    """Yield (list, language, term) for every term of an area, hidden ones too."""
    for name, terms in area.items():
        for entry in terms:
            if name == "hidden":
                yield name, entry.get("lang", "tr"), entry["term"]
            else:
                yield name, "en" if name in ENGLISH else "tr", entry


def of_lists(area, names):
    return [term for name in names for term in area.get(name, [])]


def test_every_rights_area_is_covered_and_no_other():
    assert set(AREAS) == set(TOPICS)
    assert len(AREAS) == 40


@pytest.mark.parametrize("slug", sorted(TOPICS))
class TestArea:
    def test_has_breadth(self, slug):
        area = AREAS[slug]
        assert set(area) <= LISTS
        assert len(of_lists(area, TURKISH)) >= 25
        assert len(of_lists(area, ENGLISH)) >= 12
        assert area["everyday"], "how people say it who do not know the field's words"
        assert area["institutions"]

    def test_terms_are_clean(self, slug):
        for _, lang, term in rows(AREAS[slug]):
            assert isinstance(term, str), f"{term!r}: put numbers in quotes"
            assert term == " ".join(term.split())
            assert 2 <= len(term) <= 100, term
            assert lang in {"tr", "en"}

    def test_no_term_twice(self, slug):
        counts = Counter(fold(term) for _, _, term in rows(AREAS[slug]))
        assert [term for term, count in counts.items() if count > 1] == []

    def test_repeats_no_word_of_topics_yaml(self, slug):
        known = words_of(TOPICS[slug])
        assert [term for _, _, term in rows(AREAS[slug]) if fold(term) in known] == []

    def test_hidden_rows_say_why(self, slug):
        for row in AREAS[slug].get("hidden", []):
            assert set(row) <= {"term", "reason", "lang"}
            assert len(row["reason"]) >= 5, row["term"]
        hidden = {fold(row["term"]) for row in AREAS[slug].get("hidden", [])}
        assert {fold(word) for word in TOPICS[slug].get("hidden_synonyms", [])} <= hidden

    def test_no_term_is_only_generic(self, slug):
        generic = {fold(word) for word in GENERIC if AT_HOME.get(word) != slug}
        assert [term for _, _, term in rows(AREAS[slug]) if fold(term) in generic] == []


def test_no_single_word_collapses_into_an_everyday_word():
    common = {"tr": {fold(word) for word in EVERYDAY}, "en": EVERYDAY_EN}
    terms = [(lang, term) for area in AREAS.values() for _, lang, term in rows(area)]
    for part in ("offers_needs", "types", "targets"):
        terms += [(lang, term) for words in THESAURUS[part].values() for lang in ("tr", "en") for term in words[lang]]
    collapsed = []
    for lang, term in terms:
        if " " not in term and {fold(term), fold(simplemma.lemmatize(lower(term), lang=lang))} & common[lang]:
            collapsed.append(term)
    assert collapsed == []


def test_a_hidden_word_is_visible_nowhere():
    hidden = {fold(row["term"]) for area in AREAS.values() for row in area.get("hidden", [])}
    visible = {fold(term) for area in AREAS.values() for name, _, term in rows(area) if name != "hidden"}
    visible |= set(OWNER)
    visible |= {
        fold(t)
        for part in ("offers_needs", "types", "targets", "languages")
        for v in THESAURUS[part].values()
        for t in v["tr"] + v["en"]
    }
    assert hidden & visible == set()


def test_a_term_has_one_home():
    homes = {}
    for slug, area in AREAS.items():
        for _, _, term in rows(area):
            homes.setdefault(fold(term), set()).add(slug)
    assert {term: slugs for term, slugs in homes.items() if len(slugs) > 1} == {
        fold(term): slugs for term, slugs in SHARED.items()
    }


def test_a_word_of_topics_yaml_leads_to_no_other_area():
    strays = [(term, slug) for slug, area in AREAS.items() for _, _, term in rows(area) if OWNER.get(fold(term), slug) != slug]
    assert strays == []


@pytest.mark.parametrize(
    ("part", "choices", "turkish", "english"),
    [
        ("offers_needs", ExchangeKind, 10, 6),
        ("types", OrganisationType, 10, 6),
        ("targets", TargetGroup, 10, 6),
        ("languages", Language, 3, 3),  # a language has as many words as it has names
    ],
)
def test_closed_lists_have_words(part, choices, turkish, english):
    assert set(THESAURUS[part]) == {value for value in choices.values if value != "other"}
    for value, words in THESAURUS[part].items():
        assert set(words) == {"tr", "en"}
        assert len(words["tr"]) >= turkish, value
        assert len(words["en"]) >= english, value
        folded = Counter(fold(word) for word in words["tr"] + words["en"])
        assert [word for word, count in folded.items() if count > 1] == [], value


def _districts():
    with (DATA / "provinces.csv").open(encoding="utf-8", newline="") as file:
        provinces = {row["code"]: row["name"] for row in csv.DictReader(file)}
    with (DATA / "districts.csv").open(encoding="utf-8", newline="") as file:
        return {(provinces[row["province_code"]], row["name"]) for row in csv.DictReader(file)}


def test_gazetteer_places_lie_in_real_districts():
    assert {(row["province"], row["district"]) for row in PLACES} <= _districts()
    assert sum(row["province"] == "İzmir" for row in PLACES) >= 120
    assert sum(row["province"] != "İzmir" for row in PLACES) >= 60


def test_gazetteer_rows_are_clean_and_once():
    seen = Counter()
    for row in PLACES:
        assert {"name", "province", "district"} <= set(row) <= {"name", "province", "district", "aliases", "ambiguous"}
        assert row.get("ambiguous", True) is True
        seen.update((row["province"], fold(name)) for name in [row["name"], *row.get("aliases", [])])
    assert [name for name, count in seen.items() if count > 1] == []


def test_a_name_that_means_more_than_one_place_is_ambiguous():
    official = {fold(name) for pair in _districts() for name in pair}
    provinces = {}
    for row in PLACES:
        for name in [row["name"], *row.get("aliases", [])]:
            provinces.setdefault(fold(name), set()).add(row["province"])
    unmarked = [
        name
        for row in PLACES
        if not row.get("ambiguous")
        for name in [row["name"], *row.get("aliases", [])]
        if fold(name) in official or len(provinces[fold(name)]) > 1
    ]
    assert unmarked == []


def test_other_names_of_places_mean_one_place():
    districts = _districts()
    known = {fold(name) for pair in districts for name in pair}
    known |= {fold(name) for row in PLACES for name in [row["name"], *row.get("aliases", [])]}
    seen = Counter(fold(name) for row in OTHER_NAMES for name in row["aliases"])
    assert not known & set(seen)
    assert [name for name, count in seen.items() if count > 1] == []
    for row in OTHER_NAMES:
        assert set(row) <= {"province", "district", "aliases"}
        assert (row["province"], row.get("district", row["province"])) in districts | {(name, name) for name, _ in districts}


def test_english_names_of_rights_areas_are_written_with_a_typographic_apostrophe():
    assert TOPICS["kadin-haklari"]["en"] == "Women’s rights"
    assert [row["en"] for row in TOPICS.values() if "'" in row["en"]] == []

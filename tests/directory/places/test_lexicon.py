"""Every way in which people say a place of the shipped data, read to the end: province, district, quarter, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.models import District, Locality, Province
from directory.places.lexicon import PlaceLexicon, place_terms
from search import analysis
from search.lexicon import compile_terms
from search.query import Plan
from search.understanding import Knowledge, understand
from search.vocabulary import Words
from tests.directory.places.shipped import shipped_places
from tests.factories import DistrictFactory

PLACES = shipped_places()
KNOWN = (
    "kadın dernekleri deniz hayvan yardım kedi karşı şiddete kilise bostan moda tokat çevre avcılar vize bebek arabanın hataya"
)


def vocabulary() -> Words:
    words = Words()
    provinces, districts, _ = PLACES
    for documents, text in ((3, KNOWN), *((1, place.name) for place in (*provinces, *districts))):
        for token in analysis.tokens(text):
            words.put(token.surface, token.folded, token.folded, documents)
    words.put("ve", "ve", "ve", 100)
    words.count_lemmas()
    return words


WORDS = vocabulary()
KNOWLEDGE = Knowledge(compile_terms(place_terms(*PLACES), WORDS.written))


def read(text: str, *ignored: str) -> Plan:
    return understand(text, words=WORDS, knowledge=KNOWLEDGE, ignored=ignored)


def places(text: str) -> list[str]:
    return [sense.value for sense in read(text).places]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # case forms, with an apostrophe and without
        ("Bornova'da", "izmir/bornova"),
        ("Bornova’daki kadın dernekleri", "izmir/bornova"),
        ("bornovada", "izmir/bornova"),
        ("bornovadan", "izmir/bornova"),
        ("bornovaya", "izmir/bornova"),
        ("bornovayı", "izmir/bornova"),
        ("Bornova'nın", "izmir/bornova"),
        ("bornovadakiler", "izmir/bornova"),
        ("bornovadayım", "izmir/bornova"),
        ("menemene", "izmir/menemen"),
        ("aliağada", "izmir/aliaga"),
        ("zonguldağa", "zonguldak"),
        ("gaziantebe", "gaziantep"),
        ("beyoğlunda", "istanbul/beyoglu"),
        # people of a place
        ("Bornova'lı", "izmir/bornova"),
        ("bornovalılar", "izmir/bornova"),
        ("bornovalıyım", "izmir/bornova"),
        ("izmirli", "izmir"),
        ("İzmirliyiz", "izmir"),
        ("vanlılar", "van"),
        # words beside the name
        ("Çiğli tarafında", "izmir/cigli"),
        ("buca taraflarında", "izmir/buca"),
        ("Buca ilçesi", "izmir/buca"),
        ("buca ilçesinde", "izmir/buca"),
        ("Konak'a yakın", "izmir/konak"),
        ("konak civarındaki", "izmir/konak"),
        ("izmir genelinde", "izmir"),
        ("İzmir ilinde", "izmir"),
        ("İzmir'in Bornova ilçesinde", "izmir/bornova"),
        ("Konak ve çevresinde", "izmir/konak"),
        ("Buca'da ya da civarında", "izmir/buca"),
        ("evka 4 te", "izmir/bornova"),
        ("Karşıyaka'mız", "izmir/karsiyaka"),
        ("bornovamızdaki", "izmir/bornova"),
        # letters and case
        ("KARŞIYAKA", "izmir/karsiyaka"),
        ("KARSIYAKA", "izmir/karsiyaka"),
        ("karsiyaka", "izmir/karsiyaka"),
        ("karşiyaka", "izmir/karsiyaka"),
        ("karsiyakadaki", "izmir/karsiyaka"),
        ("Karşıyaka’daki", "izmir/karsiyaka"),
        ("IZMIR", "izmir"),
        ("ızmır", "izmir"),
        # short forms and other names
        ("K.yaka", "izmir/karsiyaka"),
        ("k.yakada", "izmir/karsiyaka"),
        ("Kşyaka", "izmir/karsiyaka"),
        ("urfalılar", "sanliurfa"),
        ("afyonda", "afyonkarahisar"),
        ("35", "izmir"),
        # English
        ("women in Karsiyaka", "izmir/karsiyaka"),
        ("Izmir's cats", "izmir"),
        ("Smyrna", "izmir"),
        ("Buca district", "izmir/buca"),
        # slips
        ("bornva", "izmir/bornova"),
        ("bornvada", "izmir/bornova"),
        ("karsiykada", "izmir/karsiyaka"),
        ("Eskşehir'de", "eskisehir"),
        # localities
        ("Alsancak'ta", "izmir/konak"),
        ("alsancakta", "izmir/konak"),
        ("alsancaklılar", "izmir/konak"),
        ("Alsancak semtinde", "izmir/konak"),
        ("alsancak mah.", "izmir/konak"),
        ("Basmane'nin", "izmir/konak"),
        ("basmanede", "izmir/konak"),
        ("kemeraltinda", "izmir/konak"),
        ("konak meydanında", "izmir/konak"),
        ("fahrettin altayda", "izmir/karabaglar"),
        ("Fahrettin Altay'dan", "izmir/karabaglar"),
        ("evka 3'te", "izmir/bornova"),
        ("evka3", "izmir/bornova"),
        ("bostanlıda", "izmir/karsiyaka"),
        ("küçük çiğli", "izmir/cigli"),
    ],
)
def test_a_place_is_understood_however_it_is_said(text: str, value: str) -> None:
    assert places(text) == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Bornova veya Buca", ["izmir/bornova", "izmir/buca"]),
        ("bornova ve bucada kadın dernekleri", ["izmir/bornova", "izmir/buca"]),
        ("Manisa'da ya da İzmir'de", ["manisa", "izmir"]),
    ],
)
def test_of_two_places_either_fits(text: str, values: list[str]) -> None:
    plan = read(text)
    assert [sense.value for sense in plan.places] == values
    assert [len(clause.senses) for clause in plan.clauses if clause.senses] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "kadına yönelik şiddete karşı", "siddete karsi", "kilise", "kiliseye yardım", "bostan", "kocam tokat attı",
        "35 yaş kadın", "Ortaköy", "Göztepe", "tepecik kadın dernekleri", "bebek bakımı", "moda tasarımı", "avcılar derneği",
        "arabanın camı", "baskılı tişört", "külü", "fatih kadın dernekleri", "musun", "sürücü kursu", "karşı kıyı",
        "marmara denizi", "vize yardımı",
    ],
)  # fmt: skip
def test_a_word_that_only_looks_like_a_place_is_none(text: str) -> None:
    assert places(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tokat'ta kadın dernekleri", "tokat"),
        ("Fatih ilçesinde", "istanbul/fatih"),
        ("izmir tepecik", "izmir/konak"),
        ("Tepecik Konak", "izmir/konak"),
        ("Konak Çankaya'da", "izmir/konak"),
        ("İzmir Hatay", "izmir/konak"),
        ("istanbul ortaköy", "istanbul/besiktas"),
        ("İzmir Göztepe'de", "izmir/konak"),
        ("istanbulda göztepe", "istanbul/kadikoy"),
    ],
)
def test_an_everyday_or_shared_name_is_a_place_beside_what_says_so(text: str, value: str) -> None:
    plan = read(text)
    assert max(plan.places, key=lambda sense: len(sense.value)).value == value
    assert all(sense.weight == 12.0 for sense in plan.places)


@pytest.mark.parametrize(("text", "value"), [("Çankaya", "ankara/cankaya"), ("Hatay", "hatay"), ("Aksaray", "aksaray")])
def test_a_province_or_district_goes_before_a_quarter_of_the_same_name(text: str, value: str) -> None:
    assert places(text) == [value]


def test_the_chip_says_which_district_a_locality_lies_in() -> None:
    (part,) = read("Alsancak'ta kadın dernekleri").interpretation
    assert (part.label, part.text, part.token) == ("Konak (Alsancak)", "Alsancak", "place:izmir/konak")
    (part,) = read("Ofis semti Diyarbakır").interpretation
    assert part.label == "Yenişehir, Diyarbakır (Ofis semti)"


def test_a_locality_and_its_district_are_one_place() -> None:
    assert places("Basmane, Konak") == places("konakta basmanede") == ["izmir/konak"]


def test_where_only_a_place_is_asked_for_it_finds_by_itself() -> None:
    assert [sense.decides for sense in read("Alsancak'taki dernekler").places] == [True]
    assert [sense.decides for sense in read("Alsancak'taki kediler").places] == [False]


def test_a_removed_place_leaves_ordinary_words() -> None:
    plan = read("Çiğli tarafında kedi", "place:izmir/cigli")
    assert plan.places == ()
    assert [word.telling for word in plan.words] == [True, True, True]


def test_a_word_beside_a_place_is_sought_nowhere() -> None:
    assert [word.telling for word in read("Çiğli tarafında kedi").words] == [True, False, True]
    assert [word.telling for word in read("Buca'nın çevre dernekleri").words] == [True, True, False]
    assert [word.telling for word in read("women in Karsiyaka").words] == [True, False, True]


SAID = ["Bornova'da", "alsancakta", "Çiğli", "tarafında", "izmir", "kedi", "fatih", "k.yaka", "35", "Konak", "çankaya"]


@given(st.lists(st.sampled_from(SAID), max_size=6))
def test_places_mean_the_same_in_capitals(words: list[str]) -> None:
    text = " ".join(words)
    assert places(analysis.upper(text)) == places(text)


@given(st.lists(st.sampled_from(SAID), max_size=6))
def test_what_was_removed_stays_removed(words: list[str]) -> None:
    text = " ".join(words)
    removed = [part.token for part in read(text).interpretation]
    assert not {part.token for part in read(text, *removed).interpretation} & set(removed)


@pytest.mark.django_db
def test_the_stamp_changes_with_every_row_of_every_table() -> None:
    lexicon = PlaceLexicon()
    stamps = {lexicon.version()}
    district = DistrictFactory()
    stamps.add(lexicon.version())
    locality = Locality.objects.create(name="Evka-3", district=district, aliases=["Evka 3"])
    stamps.add(lexicon.version())
    locality.save()
    stamps.add(lexicon.version())
    locality.delete()
    stamps.add(lexicon.version())
    assert len(stamps) == 4  # without the locality it is as it was before it


@pytest.mark.django_db
def test_the_terms_are_those_of_the_database(django_assert_num_queries) -> None:
    district = DistrictFactory()
    Locality.objects.create(name="Evka-3", district=district, aliases=["Evka 3"])
    Province.objects.update(aliases=["Smyrna"])
    District.objects.update(aliases=["Bornabat"])
    with django_assert_num_queries(3):
        said = {(term.text, term.concept.value) for term in PlaceLexicon().terms() if not term.weak}
    assert said >= {
        ("İzmir", "izmir"), ("Smyrna", "izmir"), ("Bornova", "izmir/bornova"), ("Bornabat", "izmir/bornova"),
        ("Evka-3", "izmir/bornova"), ("Evka 3", "izmir/bornova"), ("Evka-3 Bornova", "izmir/bornova"),
    }  # fmt: skip

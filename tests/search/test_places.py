"""Names of places in sentences: endings, letters, words beside them, slips; what counts as one place and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis, places
from search.grouping import place_asked
from search.lexicon import compile_terms
from search.presentation import in_province
from search.query import Plan
from search.registry import Concept, Term
from search.types import Interpretation, ResultPage, SearchRequest
from search.understanding import Knowledge, understand
from search.vocabulary import Words
from tests.factories import DistrictFactory


def concept(value: str, label: str) -> Concept:
    return Concept("place", "district" if "/" in value else "province", value, {"tr": label})


IZMIR, KARS, KULU = concept("izmir", "İzmir"), concept("kars", "Kars"), concept("konya/kulu", "Kulu")
BORNOVA, KONAK = concept("izmir/bornova", "Bornova"), concept("izmir/konak", "Konak")
FATIH, ALSANCAK = concept("istanbul/fatih", "Fatih"), concept("izmir/konak", "Konak (Alsancak)")
CULTURE = Concept("topic", "topic", "kultur-sanat", {"tr": "Kültür ve sanat"})
TERMS = (
    Term("İzmir", IZMIR, label=True), Term("Kars", KARS, label=True), Term("Kulu", KULU, label=True),
    Term("Bornova", BORNOVA, label=True), Term("İzmir Bornova", BORNOVA), Term("Konak", KONAK, label=True),
    Term("Fatih", FATIH, label=True, weak=True), Term("Fatih ilçesi", FATIH), Term("Alsancak", ALSANCAK),
    Term("Pasaport", ALSANCAK, weak=True), Term("Konak Meydanı", ALSANCAK), Term("tiyatro", CULTURE),
)  # fmt: skip
WORDS = Words()
WORDS.put("kedi", "kedi", "kedi", 3)
WORDS.put("ve", "ve", "ve", 100)
WORDS.count_lemmas()
LEXICON = compile_terms(TERMS, WORDS.written)


def read(text: str, *ignored: str) -> Plan:
    return understand(text, words=WORDS, knowledge=Knowledge(LEXICON), ignored=ignored)


def said(text: str) -> list[tuple[str, str]]:
    return [(part.value, part.text) for part in read(text).interpretation]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("konakta", "konak"), ("konaktaki", "konak"), ("konaktakilerin", "konak"), ("konaga", "konak"), ("konaklilar", "konak"),
        ("konagimizda", "konak"),
        ("bornovanin", "bornova"), ("bornovayla", "bornova"), ("bornovaliyim", "bornova"), ("kemeraltinda", "kemeralti"),
    ],
)  # fmt: skip
def test_an_ending_of_names_is_taken_off(word: str, name: str) -> None:
    assert name in places.bare(word)


@pytest.mark.parametrize(
    ("word", "name"),
    [("bornovalik", "bornova"), ("bornovasiz", "bornova"), ("konakn", "konak"), ("bornovaa", "bornova"), ("kilise", "kilis")],
)
def test_an_ending_that_makes_another_word_is_none(word: str, name: str) -> None:
    assert name not in places.bare(word)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("karsta", [("kars", "karsta")]),
        ("karşıyım", []),
        ("kulu", [("konya/kulu", "kulu")]),
        ("külü", []),
        ("KULU", [("konya/kulu", "KULU")]),
        ("izmır", [("izmir", "izmır")]),
    ],
)
def test_turkish_letters_that_were_typed_are_the_names(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("konak meydanında tiyatro", [("izmir/konak", "konak meydanında"), ("kultur-sanat", "tiyatro")]),
        ("İzmir'in Bornova ilçesinde", [("izmir/bornova", "İzmir Bornova")]),
        ("fatih ilçesindeki", [("istanbul/fatih", "fatih ilçesindeki")]),
        ("Fatih'teki kedi", [("istanbul/fatih", "Fatih")]),
        ("fatihteki kedi", []),
        ("fatih", [("istanbul/fatih", "fatih")]),
        ("pasaport kedi", []),
        ("Pasaport'ta kedi", []),  # an apostrophe does not tell which of many places
        ("izmir pasaport", [("izmir", "izmir"), ("izmir/konak", "pasaport")]),
    ],
)
def test_names_of_several_words_and_weak_ones(text: str, found: list[tuple[str, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("merkezi İzmir'de olan kedi", ["kedi"]),
        ("kedi merkezi İzmir'de", ["kedi", "merkezi"]),  # a centre for cats
        ("kedi based in Izmir", ["kedi"]),
    ],
)
def test_the_seat_of_a_body_is_no_word_of_its_name(text: str, telling: list[str]) -> None:
    plan = read(text)
    assert [word.text for word in plan.words if word.telling and word.folded != "izmir"] == telling
    assert [sense.value for sense in plan.places] == ["izmir"]


@pytest.mark.parametrize(
    ("text", "pointing"),
    [
        ("Konak ilçesinde vakıflar", {1}),
        ("Konak'ın mahallelerinde kedi", {1}),
        ("Konak'ta mahallede kedi", set()),  # a neighbourhood that is spoken of
        ("ilçede kedi", set()),
        ("Fatih ilçesi kedi", {1}),
    ],
)
def test_words_that_only_point_at_a_place_are_told_apart(text: str, pointing: set[int]) -> None:
    tokens = analysis.tokens(text)
    assert places.pointing([t.folded for t in tokens], [t.surface for t in tokens], LEXICON) == pointing


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("tarafında", 1), ("taraflarındaki", 1), ("ilçesi sınırları içinde", 3), ("yakın", 1), ("yakınlarında", 1),
        ("mahallesinde", 1), ("çevresinde", 1), ("merkezde", 1), ("district", 1), ("ve çevresi", 2), ("ya da civarında", 3),
        ("ve", 0), ("çevre", 0), ("yakıt", 0), ("mahalle", 0),
        ("kedi", 0), ("bölge", 0), ("", 0),
    ],
)  # fmt: skip
def test_words_that_only_say_that_it_is_a_place(text: str, count: int) -> None:
    folded = [word.folded for word in read(text).words]
    assert places.beside(folded, 0) == count


def test_words_beside_a_place_are_no_condition_and_find_nothing() -> None:
    plan = read("Bornova taraflarında kedi")
    assert [clause.words for clause in plan.clauses] == [(0,), (2,)]
    assert [word.telling for word in plan.words] == [True, False, True]
    assert [word.telling for word in read("taraflarında kedi").words] == [True, True]


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("bornvoa", "bornova"), ("bonova", "bornova"), ("bornovva", "bornova"), ("bornoba", "bornova"),
        ("bornobada", "bornovada"), ("alsncakta", "alsancakta"), ("konek", ""), ("xornova", ""),
        ("barnoba", ""), ("bornova", ""), ("bornovada", ""),
    ],
)  # fmt: skip
def test_a_slip_in_a_long_name_is_put_right(typed: str, corrected: str) -> None:
    assert read(typed).corrected == corrected


@given(st.text("abnorv", min_size=4, max_size=9))
def test_what_is_corrected_is_one_slip_away(typed: str) -> None:
    meant = places.corrected(typed, LEXICON)
    assert not meant or abs(len(meant) - len(typed)) <= 1


def test_of_two_places_either_fits_but_a_place_in_a_place_is_asked_for_whole() -> None:
    either = [clause for clause in read("bornova ve konakta kedi").clauses if clause.senses]
    assert [(clause.words, len(clause.senses)) for clause in either] == [((0, 2), 2)]
    both = [clause for clause in read("konak kedi izmir").clauses if clause.senses]
    assert [len(clause.senses) for clause in both] == [1, 1]


@pytest.mark.parametrize(
    ("text", "decides"), [("konakta", True), ("konak dernekleri", True), ("konak kedi", False), ("konak tiyatro", False)]
)
def test_a_place_finds_by_itself_only_where_nothing_else_is_asked(text: str, decides: bool) -> None:
    assert [sense.decides for sense in read(text).places] == [decides]


@pytest.mark.django_db
def test_the_place_asked_for_is_the_narrowest_and_called_as_a_whole() -> None:
    def asked(*parts: Interpretation) -> tuple[str, str]:
        return place_asked(ResultPage(SearchRequest(text="x"), (), 0, 1, 1, interpretation=parts))

    DistrictFactory(name="Konak")
    izmir, konak = Interpretation("place", "izmir", "İzmir", ""), Interpretation("place", "izmir/konak", "Konak (Alsancak)", "")
    assert asked(izmir, konak) == ("izmir/konak", "Konak")
    assert asked(konak) == ("izmir/konak", "Konak")
    assert asked(konak, Interpretation("place", "izmir/urla", "Urla", "")) == ("", "")


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    plan = read(f"konak {text} bornova tarafında")
    assert all(0 <= at < len(plan.words) for clause in plan.clauses for at in clause.words)
    assert all(0 <= at < len(plan.senses) for clause in plan.clauses for at in clause.senses)
    assert all(0 <= at < len(plan.words) for sense in plan.senses for at in sense.words)


@pytest.mark.parametrize(
    ("district", "province", "line"),
    [
        ("Bornova", "İzmir", "Bornova"),
        ("Çankaya", "Ankara", "Çankaya, Ankara"),
        ("Merkez", "İzmir", "Merkez, İzmir"),
        ("Cizre", "", "Cizre"),
    ],
)
def test_only_the_sites_own_districts_stand_without_their_province(district: str, province: str, line: str) -> None:
    assert in_province(district, province) == line

"""What words mean together: kinds, shared place names, other words for a word, situations, what is said by the way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.lexicon import compile_terms
from search.query import Plan
from search.registry import Concept, Meant, Pattern, Term
from search.situations import compile_patterns
from search.synonyms import Row, compile_rows
from search.understanding import Knowledge, understand
from search.vocabulary import Words

LABOUR = Concept("topic", "topic", "calisma-sendika", {"tr": "Çalışma hayatı", "en": "Labour"})
CULTURE = Concept("topic", "topic", "kultur-sanat", {"tr": "Kültür ve sanat", "en": "Culture"})
VOLUNTEERING = Concept("topic", "topic", "gonulluluk", {"tr": "Gönüllülük"})
VOLUNTEERS = Concept("need", "needs", "volunteers", {"tr": "Gönüllü"})
PEACE = Concept("topic", "topic", "baris-hafiza", {"tr": "Barış ve hafıza"})
POVERTY = Concept("topic", "topic", "yoksulluk", {"tr": "Yoksulluk"})
NATURE = Concept("topic", "topic", "cevre", {"tr": "Çevre ve ekoloji"})
UNION = Concept("type", "type", "union", {"tr": "Sendika"})
ASSOCIATION = Concept("type", "type", "association", {"tr": "Dernek"})
IZMIR = Concept("place", "province", "izmir", {"tr": "İzmir"})
KONAK = Concept("place", "district", "izmir/konak", {"tr": "Konak"})
FRENCH = Concept("language", "language", "fr", {"tr": "Fransızca"})
RUSSIAN = Concept("language", "language", "ru", {"tr": "Rusça"})
UNEMPLOYED = Concept("target", "target", "unemployed", {"tr": "İşsizler"})
OLUR = Concept("place", "district", "erzurum/olur", {"tr": "Olur"})
TERMS = (
    Term("Kültür ve sanat", CULTURE, label=True),
    Term("tiyatro", CULTURE),
    Term("yoga", CULTURE),
    Term("maaş", LABOUR),
    Term("gönüllü", VOLUNTEERING),
    Term("gönüllü", VOLUNTEERS, weak=True),
    Term("sendika", UNION, weak=True),
    Term("dernek", ASSOCIATION, weak=True),
    Term("dernek", VOLUNTEERING),
    Term("İzmir", IZMIR, label=True),
    Term("Konak", KONAK, label=True, weak=True),
    Term("Olur", OLUR, label=True, weak=True),
    Term("fransızca", FRENCH),
    Term("rusça", RUSSIAN),
    Term("işsizler", UNEMPLOYED, weak=True),
    Term("yüzleşme", PEACE),
    Term("kültür", CULTURE),
    Term("yardım", POVERTY),
    Term("çevre", NATURE, weak=True),
    Term("örgütlenme", Concept("topic", "topic", "orgutlenme", {"tr": "Örgütlenme"})),
)
ROWS = (
    Row(("repair", "fix"), ("tamir", "onarım"), lang="en"),
    Row(("foster family",), ("koruyucu aile",), lang="en"),
    Row(("tamir", "onarım"), (), both=True),
    Row(("bozuldu",), ("tamir",), weak=True),
    Row(("yasa",), ("tamir",)),
    Row(("taşınmak",), ("tamir",)),
)


def vocabulary() -> Words:
    words = Words()
    for surface, lemma in {
        "tamir": "tamir", "onarımı": "onarım", "koruyucu": "koruyucu", "aile": "aile", "tiyatro": "tiyatro", "yok": "yok",
        "sendikalar": "sendika", "dernekler": "dernek", "maaşımı": "maaş", "kedi": "kedi", "gönüllü": "gönüllü",
        "yüzleşme": "yüz", "yüzünden": "yüz", "kültür": "kültür", "yaşayan": "yaşa", "yasayı": "yasa", "taşınmak": "taşı",
        "taşıyor": "taşı", "yardım": "yardım", "yardıma": "yardım",
        "işsizler": "işsiz", "işsizlere": "işsiz", "işsizleri": "işsiz",
    }.items():  # fmt: skip
        words.put(surface, analysis.token_text(surface), analysis.token_text(lemma), 3)
    words.put("ve", "ve", "ve", 100)
    words.count_lemmas()
    return words


WORDS = vocabulary()
GRAMMAR = compile_patterns([Pattern("wage", "maaş verme-|ödeme-", (Meant(LABOUR, 0.9), Meant(CULTURE, 0.2)))], {})
KNOWLEDGE = Knowledge(
    lexicon=compile_terms(TERMS, WORDS.written), synonyms=compile_rows(ROWS, WORDS.written), situations=GRAMMAR
)


def read(text: str, *ignored: str) -> Plan:
    return understand(text, words=WORDS, knowledge=KNOWLEDGE, ignored=ignored)


def senses(plan: Plan) -> dict[str, bool]:
    return {f"{sense.kind}:{sense.value}": sense.decides for sense in plan.senses}


def meant(text: str) -> set[tuple[str, ...]]:
    return {echo for sense in read(text).senses if sense.kind == "text" for echo in sense.echoes}


def test_a_kind_that_tells_finds_by_itself_and_a_form_of_company_does_not() -> None:
    assert senses(read("sendikalar")) == {"type:union": True}
    assert senses(read("tiyatro dernekler"))["type:association"] is False


def test_a_word_that_half_of_all_names_hold_is_no_rights_area_beside_other_words() -> None:
    assert "topic:gonulluluk" not in senses(read("kedi dernek"))


def test_a_place_whose_name_is_a_word_counts_only_beside_its_province_or_alone() -> None:
    assert "place:erzurum/olur" not in senses(read("tiyatro olur"))
    assert senses(read("olur")) == {"place:erzurum/olur": False}
    plan = read("izmir konak tiyatro")
    assert {sense.value for sense in plan.places} == {"izmir", "izmir/konak"}
    assert max(plan.places, key=lambda sense: sense.weight).weight == min(sense.weight for sense in plan.places)


def test_an_unwritten_term_is_no_form_of_a_shorter_word() -> None:
    assert senses(read("yok")) == {}


def test_a_word_that_names_a_need_names_its_rights_area_only_by_the_way() -> None:
    assert senses(read("kedi gönüllü"))["topic:gonulluluk"] is False


@pytest.mark.parametrize("text", ["repair", "repairing", "repaired", "repairs", "fix", "fixes"])
def test_an_english_word_in_any_form_means_turkish_ones(text: str) -> None:
    assert meant(text) == {("tamir",), ("onarim",)}


def test_a_phrase_means_a_phrase() -> None:
    assert meant("how to become a foster family") == {("koruyucu", "aile")}


def test_two_way_rows_lead_both_ways_and_one_way_rows_one_way() -> None:
    assert meant("tamir") == {("onarim",)}
    assert meant("onarımı") == {("tamir",)}


def test_a_weak_row_orders_and_finds_nothing_by_itself() -> None:
    assert [sense.decides for sense in read("bozuldu").senses] == [False]


def test_a_text_meant_answers_the_clause_of_its_words() -> None:
    plan = read("tamir kedi")
    assert [(clause.words, bool(clause.senses)) for clause in plan.clauses] == [((0,), True), ((1,), False)]


def test_what_is_told_around_an_understood_concept_is_no_condition_unless_it_is_most_of_the_question() -> None:
    assert [clause.optional for clause in read("tiyatro kedi").clauses] == [False, True]
    assert [clause.optional for clause in read("tiyatro kedi fincan masa lamba").clauses][1:] == [False] * 4
    assert [clause.optional for clause in read("kedi fincan").clauses] == [False, False]


def test_unknown_words_of_an_english_question_are_not_corrected_to_turkish_ones() -> None:
    assert read("how to repair the tamur").corrected == ""
    assert read("tamur kedi").corrected == "tamir kedi"


def test_small_english_words_are_filler_in_english_questions_only() -> None:
    assert [word.telling for word in read("is kedi").words] == [True, True]
    assert [word.telling for word in read("is the repair here").words] == [False, False, True, False]


def test_a_verb_with_its_endings_is_no_slip_of_another_word() -> None:
    assert read("tamirecek").corrected == ""


def test_a_situation_decides_and_what_it_leads_to_less_surely_orders() -> None:
    plan = read("patron maaşımı vermiyor")
    assert senses(plan) == {"topic:calisma-sendika": True, "topic:kultur-sanat": False}
    assert [part.text for part in plan.interpretation] == ["maaşımı vermiyor"] * 2
    assert senses(read("patron maaşımı veriyor")) == {"topic:calisma-sendika": True}  # the word, not the situation


def test_a_removed_situation_stays_removed() -> None:
    assert "topic:calisma-sendika" not in senses(read("maaşımı vermiyorlar", "topic:calisma-sendika"))


@given(st.lists(st.sampled_from(["tamir", "foster", "family", "tiyatro", "kedi", "olur", "konak", "izmir", "sendikalar"])))
def test_reading_is_stable_under_case(words: list[str]) -> None:
    text = " ".join(words)
    assert senses(read(text)) == senses(read(analysis.upper(text)))


@given(st.permutations(["tiyatro", "sendikalar", "izmir", "kedi"]))
def test_a_removed_reading_leaves_ordinary_words(words: list[str]) -> None:
    text = " ".join(words)
    for part in read(text).interpretation:
        plan = read(text, part.token)
        assert part.token not in senses(plan)
        assert [replace(word, weight=0.0) for word in plan.words] == [replace(word, weight=0.0) for word in read(text).words]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("fransızca ya da rusça bilen", [{"fr", "ru"}]),
        ("fransızca veya rusça", [{"fr", "ru"}]),
        ("fransızca ve rusça", [{"fr"}, {"ru"}]),
        ("fransızca rusça", [{"fr"}, {"ru"}]),
    ],
)
def test_of_values_with_or_between_them_either_fits(text: str, clauses: list[set[str]]) -> None:
    plan = read(text)
    found = [{plan.senses[at].value for at in clause.senses} for clause in plan.clauses if clause.senses]

    assert [values for values in found if values] == clauses


@pytest.mark.parametrize("text", ["hedef kitlesi işsizler olan", "işsizlere yönelik", "işsizleri hedefleyen"])
def test_whom_a_body_works_for_finds_where_the_question_says_so(text: str) -> None:
    assert senses(read(text))["target:unemployed"]
    assert not senses(read("işsizler tiyatro"))["target:unemployed"]


def test_a_word_for_bodies_is_not_the_beginning_of_a_rights_area() -> None:
    assert "topic:orgutlenme" not in senses(read("hangi örgütte"))
    assert "topic:orgutlenme" in senses(read("örgütlenmeye"))


def test_what_folds_to_the_same_is_told_apart_by_the_letters_that_were_typed() -> None:
    assert meant("yasayı") == {("tamir",)}
    assert meant("yaşayan") == set()
    assert meant("yasayi") == {("tamir",)}


def test_a_word_made_of_another_one_is_not_found_by_it() -> None:
    assert senses(read("yüzleşme")) == {"topic:baris-hafiza": True}
    assert senses(read("kedi yüzünden")) == {}
    assert meant("taşınmak") == {("tamir",)}
    assert meant("taşıyor") == set()


def test_a_word_that_a_good_part_of_all_documents_holds_is_no_sign_of_a_rights_area() -> None:
    def echoes(documents: int) -> set[tuple[str, ...]]:
        words = vocabulary()
        words.put("kültür", "kultur", "kultur", documents)
        words.count_lemmas()
        knowledge = Knowledge(lexicon=compile_terms(TERMS, words.written))
        (sense,) = understand("tiyatro", words=words, knowledge=knowledge).senses
        return set(sense.echoes)

    assert ("kultur",) in echoes(19)
    assert ("kultur",) not in echoes(20)
    assert ("tiyatro",) in echoes(20)


def test_help_is_a_rights_area_only_where_nothing_else_is_sought() -> None:
    assert senses(read("yardım")) == {"topic:yoksulluk": True}
    assert senses(read("kedi yardıma")) == {"topic:yoksulluk": True}
    assert senses(read("tiyatro yardım")) == {"topic:kultur-sanat": True}
    assert "topic:yoksulluk" not in senses(read("maaşımı vermiyorlar yardım"))


def test_a_word_of_many_meanings_is_the_rights_area_where_nothing_else_is_asked() -> None:
    assert senses(read("çevre")) == {"topic:cevre": True}
    assert senses(read("İzmir çevre dernekler"))["topic:cevre"] is True
    assert senses(read("çevre kedi"))["topic:cevre"] is False


def test_a_term_is_not_found_by_a_word_whose_turkish_letters_are_others() -> None:
    press = Term("basın", Concept("topic", "topic", "basin", {"tr": "Basın"}))
    knowledge = Knowledge(lexicon=compile_terms([*TERMS, press, Term("müzisyenlik", CULTURE)], WORDS.written))

    def found(text: str) -> dict[str, bool]:
        return senses(understand(text, words=WORDS, knowledge=knowledge))

    assert found("basından") == found("basindan") == {"topic:basin": True}
    assert found("başından") == {}
    assert found("müzisyenliğin") == found("muzisyenligin") == {"topic:kultur-sanat": True}  # an ending may be another


def test_a_rights_area_is_found_by_the_quality_it_is_made_of_and_not_by_a_verb() -> None:
    student = Term("öğrenci", Concept("topic", "topic", "genclik", {"tr": "Gençlik"}))
    racism = Term("ırkçılık", Concept("topic", "topic", "ayrimcilik", {"tr": "Ayrımcılık"}))
    words = vocabulary()
    words.put("öğrenmek", "ogrenmek", "ogren", 3)
    words.count_lemmas()
    knowledge = Knowledge(lexicon=compile_terms([student, racism], words.written))

    assert senses(understand("ırkçı kedi", words=words, knowledge=knowledge)) == {"topic:ayrimcilik": False}
    assert senses(understand("öğrenince kedi", words=words, knowledge=knowledge)) == {}


def test_a_form_of_a_verb_is_no_slip_of_a_name() -> None:
    village = Term("Etiler", Concept("place", "district", "istanbul/besiktas", {"tr": "Etiler"}), label=True)
    lexicon = compile_terms([*TERMS, village], WORDS.written)
    insulted = compile_patterns([Pattern("insult", "hakaret et-|iç-", (Meant(LABOUR, 0.9),))], {})

    def corrected(text: str, knowledge: Knowledge) -> str:
        return understand(text, words=WORDS, knowledge=knowledge).corrected

    assert corrected("kedi ettiler", Knowledge(lexicon=lexicon)) == "kedi etiler"
    assert corrected("kedi ettiler", Knowledge(lexicon=lexicon, situations=insulted)) == ""
    assert corrected("kedi etiller", Knowledge(lexicon=lexicon, situations=insulted)) == "kedi etiler"

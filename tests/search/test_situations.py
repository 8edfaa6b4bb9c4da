"""Patterns of everyday situations: the notation editors type, and what it reads in a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis, situations
from search.notation import MAX_PARTS, NotationError, names_in, parse, parse_words
from search.registry import Concept, Meant, Pattern
from search.situations import Reading, compile_patterns, merged

SETS = {
    ("tr", "patron"): "patron işveren iş_yeri",
    ("tr", "disinda"): "burç maç",
    ("en", "boss"): "boss employer",
}


def concept(value: str) -> Concept:
    return Concept("topic", "topic", value, {"tr": value})


def pattern(text: str, *values: str, lang: str = "tr") -> Pattern:
    return Pattern(text, text, tuple(Meant(concept(value)) for value in values or ("calisma",)), lang)


def read(question: str, *patterns: Pattern) -> tuple[Reading, ...]:
    words = analysis.tokens(question)
    folded = [word.folded for word in words]
    return compile_patterns(patterns, SETS).match(folded, [word.surface for word in words], folded)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("maaş ödeme-", "maaşımı ödemediler"),
        ("maaş ödeme-", "üç aydır maaşlarımız ödenmiyor"),
        ("maaş ödeme-", "MAAŞIMI ÖDEMİYORLAR"),
        ("maaş ödeme-", "maasimi odemiyo"),
        ("maaş|ücret ver-", "ücreti elden veriyor"),
        ("@patron kov-", "işverenim beni kovdu"),
        ("@patron kov-", "iş yerinden kovdular"),
        ("ev_sahibi çıkar-", "ev sahibimiz bizi çıkarıyor"),
        ("kitap =var", "evde kitap var"),
        ("kitap git-", "kitabım gitti"),
        ("git- okul", "okula gidiyor"),
        ("oğul döv-", "oğlumu dövdüler"),
        ("çocuk ye-", "çocuk yiyecek"),
        ("yemek yeme-", "yemek yiyemiyorum"),
        ("engel* geçeme-", "engelliyim geçemiyorum"),
    ],
)
def test_a_pattern_is_read_whatever_the_endings(text: str, question: str) -> None:
    assert [one.pattern_id for one in read(question, pattern(text))] == [text]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("maaş ödeme-", "maaşımı ödediler"),
        ("maaş öde-", "maaşımı ödemediler"),
        ("maaş ödeme-", "ödemediler"),
        ("kitap =var", "kitap varmış"),
        ("maaş ödeme- !burs", "burs maaşımı ödemediler"),
        ("maaş ödeme-", "maaş bir iki üç dört beş altı yedi sekiz dokuz on ödemediler"),
        ("maaş ödeme-", "maç yüzünden maaşımı ödemediler"),
        ("ev_sahibi çıkar-", "ev çıkardı sahibi"),
    ],
)
def test_a_pattern_is_silent_when_something_else_is_said(text: str, question: str) -> None:
    assert read(question, pattern(text)) == ()


@pytest.mark.parametrize("question", ["my boss refused", "our employers are refusing", "refuses the boss"])
def test_english_patterns_know_english_endings(question: str) -> None:
    assert len(read(question, pattern("@boss refuse", lang="en"))) == 1


def test_a_longer_word_that_patterns_know_is_no_form_of_a_shorter_one() -> None:
    assert read("hastane bakıyor", pattern("hasta bak-"), pattern("hastane bekle-")) == ()


def test_what_may_be_said_makes_a_reading_surer() -> None:
    plain, sure = (read(text, pattern("maaş ödeme- ?patron"))[0].strength for text in ("maaşı ödemedi", "patron maaşı ödemedi"))
    assert plain < sure <= 1


def test_of_two_readings_of_the_same_words_the_one_that_reads_more_counts() -> None:
    found = read("patron üç aydır maaşımı ödemiyor", pattern("maaş ödeme-", "a"), pattern("patron maaş ödeme-", "b"))
    assert [one.concepts[0].concept.value for one in found] == ["b"]


def test_each_rights_area_counts_once_with_its_best_weight() -> None:
    surely, perhaps = Meant(concept("a")), Meant(concept("a"), 0.5)
    found = merged([Reading((perhaps,), (0, 1), "p", 1.0), Reading((surely,), (2, 3), "q", 0.75)])
    assert found == ((Meant(concept("a"), 0.75), (2, 3)),)


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("", "tr", "iki sözcük"),
        ("maaş", "tr", "Tek sözcük"),
        ("maaş ?ödeme-", "tr", "Tek sözcük"),
        ("maaş|", "tr", "bir sözcük eksik"),
        ("? maaş öde-", "tr", "bir sözcük eksik"),
        ("@yok maaş", "tr", "adında bir sözcük kümesi yok"),
        ("@patron m", "tr", "çok kısa"),
        ("@patron maaş!", "tr", "yazımda bir sözcük değil"),
        ("wage pay-", "en", "Türkçe eylemler"),
        (" ".join(["maaş"] * (MAX_PARTS + 1)), "tr", "çok uzun"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text: str, lang: str, told: str) -> None:
    with pytest.raises(NotationError) as refused:
        parse(text, lang=lang, names={"patron"})
    assert told in str(refused.value)


@pytest.mark.parametrize(("words", "told"), [("", "En az bir sözcük"), ("patron @calisan", "yalnız sözcüklerden")])
def test_a_set_holds_words_only(words: str, told: str) -> None:
    with pytest.raises(NotationError) as refused:
        parse_words(words, lang="tr")
    assert told in str(refused.value)


def test_the_sets_a_pattern_names_are_known() -> None:
    assert names_in("@patron|işveren ?@Çocuk !@es maaş") == {"patron", "cocuk", "es"}


def test_one_pattern_that_cannot_be_read_takes_no_other_along() -> None:
    assert len(read("maaşımı ödemediler", pattern("@gone kov-"), pattern("maaş ödeme-"))) == 1


@given(st.text(max_size=120), st.text(max_size=60))
def test_no_question_and_no_pattern_breaks_it(question: str, text: str) -> None:
    read(question, pattern(text), pattern("maaş|ücret ödeme- ?patron"))


def test_no_patterns_read_nothing() -> None:
    assert situations.Grammar().match(["a", "b"], ["a", "b"], ["a", "b"]) == ()

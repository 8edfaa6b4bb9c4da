"""How the words of a question are read: concepts, places, corrections, filler; and that nothing a person types breaks it."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.lexicon import Compiled, compile_terms
from search.query import MAX_TEXT, MAX_WORDS, Plan
from search.registry import Concept, Term
from search.understanding import Knowledge, clean, understand
from search.vocabulary import Words

DISABILITY = Concept("topic", "topic", "engelli-haklari", {"tr": "Engelli hakları", "en": "Disability rights"})
WOMEN = Concept("topic", "topic", "kadin-haklari", {"tr": "Kadın hakları", "en": "Women's rights"})
RACISM = Concept("topic", "topic", "ayrimcilikla-mucadele", {"tr": "Ayrımcılıkla mücadele"})
BORNOVA = Concept("place", "district", "izmir/bornova", {"tr": "Bornova"})
ASSOCIATION = Concept("type", "type", "association", {"tr": "Dernek"})
TERMS = (
    Term("Engelli hakları", DISABILITY, label=True),
    Term("engelli", DISABILITY),
    Term("görme engelli", DISABILITY),
    Term("sakat", DISABILITY, hidden=True),
    Term("Kadın hakları", WOMEN, label=True),
    Term("kadın hareketi", WOMEN),
    Term("ırkçılık", RACISM),
    Term("Bornova", BORNOVA, label=True),
    Term("Ortaköy", Concept("place", "district", "ankara/ortakoy", {"tr": "Ortaköy"})),
    Term("Ortaköy", Concept("place", "district", "istanbul/ortakoy", {"tr": "Ortaköy"})),
    Term("dernek", ASSOCIATION),
)
KNOWN = {
    "engelli": "engelli", "engelliler": "engelli", "hakları": "hak", "kadın": "kadın", "dernek": "dernek",
    "dernekleri": "dernek", "incir": "incir", "dalı": "dal", "karakaçan": "karakaçan", "kitap": "kitap",
    "gönüllü": "gönüllü", "etek": "etek", "mor": "mor", "kapak": "kapak", "tencere": "tencere",
}  # fmt: skip


def vocabulary() -> Words:
    words = Words()
    for surface, lemma in KNOWN.items():
        words.put(surface, analysis.token_text(surface), analysis.token_text(lemma), 3)
    words.put("ve", "ve", "ve", 100)
    words.count_lemmas()
    return words


WORDS = vocabulary()
LEXICON = compile_terms(TERMS, WORDS.lemma)


def read(text: str, *ignored: str, lexicon: Compiled = LEXICON) -> Plan:
    return understand(text, words=WORDS, knowledge=Knowledge(lexicon), ignored=ignored)


def reading(text: str) -> Plan:
    """Return how a text is read, without how it was written."""
    plan = read(text)
    written = {"text": "", "interpretation": ()}
    return replace(plan, words=tuple(replace(word, text="") for word in plan.words), **written)


def understood(text: str, *ignored: str) -> list[str]:
    return [part.token for part in read(text, *ignored).interpretation]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("engelli hakları", ["topic:engelli-haklari"]),
        ("ENGELLİ HAKLARI", ["topic:engelli-haklari"]),
        ("engelli haklari", ["topic:engelli-haklari"]),
        ("engelliler", ["topic:engelli-haklari"]),
        ("sakat", ["topic:engelli-haklari"]),
        ("Bornova'daki engelliler", ["place:izmir/bornova", "topic:engelli-haklari"]),
        ("bornovada engelli dernekleri", ["place:izmir/bornova", "topic:engelli-haklari", "type:association"]),
        ("kadın dernekleri", ["type:association"]),
        ("ırkçı saldırı", ["topic:ayrimcilikla-mucadele"]),
        ("Ortaköy", []),
        ("bambaşka", []),
    ],
)
def test_words_are_read_as_what_they_stand_for(text: str, tokens: list[str]) -> None:
    assert understood(text) == tokens


def test_a_form_that_names_one_concept_still_means_what_its_lemma_means() -> None:
    disabled_people = Concept("target", "target", "disabled_people", {"tr": "Engelliler"})
    lexicon = compile_terms((*TERMS, Term("Engelliler", disabled_people, label=True, weak=True)), WORDS.lemma)
    found = {part.token for part in read("engelliler", lexicon=lexicon).interpretation}
    assert found == {"target:disabled_people", "topic:engelli-haklari"}


def test_the_longest_term_wins_and_a_concept_is_read_once() -> None:
    parts = read("görme engelli engelliler").interpretation
    assert [(part.token, part.text) for part in parts] == [("topic:engelli-haklari", "görme engelli")]


def test_an_interpretation_shows_the_label_in_the_asked_language() -> None:
    plan = understand("kadın hareketi", words=WORDS, knowledge=Knowledge(LEXICON), lang="en")
    assert [part.label for part in plan.interpretation] == ["Women's rights"]


@pytest.mark.parametrize("text", ["women's rights", "Women’s Rights", "womens rights"])
def test_either_apostrophe_names_a_rights_area(text: str) -> None:
    lexicon = compile_terms((Term("Women’s rights", WOMEN, label=True, lang="en"),), WORDS.lemma)
    assert [part.token for part in read(text, lexicon=lexicon).interpretation] == ["topic:kadin-haklari"]


def test_words_of_a_removed_interpretation_are_ordinary_words() -> None:
    without = read("engelli hakları", "topic:engelli-haklari")
    plain = read("engelli hakları", lexicon=Compiled())
    assert without == plain


def test_filler_and_generic_words_find_nothing_alone() -> None:
    telling = {word.text: word.telling for word in read("incir için dernek").words}
    assert telling == {"incir": True, "için": False, "dernek": False}


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("icnir", "incir"),
        ("inci", ""),
        ("inciir", "incir"),
        ("engelii", "engelli"),
        ("kara kaçan", ""),
        ("abc", ""),
        ("zzzzzz", ""),
    ],
)
def test_a_slip_is_corrected_only_where_nothing_is_known(typed: str, corrected: str) -> None:
    assert read(typed).corrected == corrected


def test_a_correction_keeps_the_other_words_as_typed() -> None:
    assert read("Mor icnir Dalı").corrected == "Mor incir Dalı"


def test_two_words_that_are_one_in_documents_are_also_sought_joined() -> None:
    forms = {form.text for word in read("kara kaçan").words for form in word.forms}
    assert "karakacan" in forms


@pytest.mark.parametrize(
    ("inflected", "lemma"), [("kitabın", "kitap"), ("eteğe", "etek"), ("kapağındaki", "kapak"), ("gonulluler", "gonullu")]
)
def test_endings_nobody_has_written_yet_lead_to_a_known_stem(inflected: str, lemma: str) -> None:
    assert lemma in {form.text for form in read(inflected).words[0].forms if form.name == "lemma"}


def test_control_and_direction_characters_are_dropped() -> None:
    assert clean("\u202eka\u0000dın\u2066 \n\t hakları\ud800") == ("ka dın hakları", False)


@pytest.mark.parametrize("text", ["kadın " * 100, "a" * (MAX_TEXT + 1), "b " * (MAX_WORDS + 1), "c" * 10_000])
def test_a_question_beyond_the_limit_is_cut_and_says_so(text: str) -> None:
    plan = read(text)
    assert plan.truncated
    assert len(plan.text) <= MAX_TEXT
    assert len(plan.words) <= MAX_WORDS


def test_weights_are_exact_in_an_engines_floats() -> None:
    plan = read("bornovada görme engelli incir dernekleri için")
    weights = [word.weight for word in plan.words] + [sense.weight for sense in plan.senses]
    assert all(weight * 64 == int(weight * 64) for weight in weights)


@given(st.text(st.characters(), max_size=120))
def test_any_text_is_read(text: str) -> None:
    plan = read(text)
    assert len(plan.words) <= MAX_WORDS
    assert all(0 <= at < len(plan.words) for clause in plan.clauses for at in clause.words)
    assert all(0 <= at < len(plan.senses) for clause in plan.clauses for at in clause.senses)


@given(
    st.lists(
        st.sampled_from(["kadın", "hakları", "engelli", "görme", "bornova", "dernek", "incir", "için", "ırkçı"]), max_size=8
    )
)
def test_a_question_means_the_same_in_capitals_and_in_any_unicode_form(words: list[str]) -> None:
    text = " ".join(words)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        for typed in (text, analysis.upper(text)):
            assert reading(unicodedata.normalize(form, typed)) == reading(text)


@given(st.lists(st.sampled_from(["kadın", "hakları", "engelli", "görme", "bornova", "dernek", "incir"]), max_size=8))
def test_what_was_removed_stays_removed(words: list[str]) -> None:
    text = " ".join(words)
    removed = understood(text)
    assert not set(understood(text, *removed)) & set(removed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("slm engelli haklari", "engelli hakları"),
        ("ktp var mi", "kitap var mi"),
        ("kitap alcam", "kitap alacağım"),
        ("napcam", "ne yapacağım"),
        ("slm", "slm"),
    ],
)
def test_chat_spelling_is_read_as_the_words_it_stands_for(typed: str, meant: str) -> None:
    assert [word.folded for word in read(typed).words] == [word.folded for word in read(meant).words]


def test_an_ending_spelt_out_is_not_shown_as_a_correction() -> None:
    assert read("kitap alcam").corrected == ""
    assert read("eski ktp").corrected == "eski kitap"


def test_chat_spelling_stays_as_typed_when_asked_for() -> None:
    assert [word.folded for word in read("ktp alcam", "correction:off").words] == ["ktp", "alcam"]


# Words that a good part of all documents holds


def often(text: str, *ignored: str, documents: int = 60) -> Plan:
    words = vocabulary()
    words.put("hak", "hak", "hak", documents)
    words.count_lemmas()
    return understand(text, words=words, knowledge=Knowledge(compile_terms(TERMS, words.lemma)), ignored=ignored)


def common(text: str, *ignored: str) -> list[str]:
    return [word.text for word in often(text, *ignored).words if word.common]


def test_beside_a_rarer_word_of_the_same_concept_a_common_word_tells_nothing():
    assert common("engelli hakları") == ["hakları"]
    assert common("Bornova'da engelli hakları") == ["hakları"]


def test_a_common_word_tells_what_nothing_else_says():
    assert common("hakları") == []
    assert common("incir hakları") == [], "no concept is made of the two"
    assert common("engelli hakları", "topic:engelli-haklari") == [], "the concept was taken away"
    assert common("ve engelli") == [], "filler is another matter"


def test_said_by_the_way_a_word_of_most_documents_finds_nothing_by_itself():
    def aside(text: str, documents: int) -> list[str]:
        return [word.text for word in often(text, documents=documents).words if word.aside]

    assert aside("engelli hangi hak", 60) == ["hak"]
    assert aside("engelli hangi hak", 30) == [], "not most of them"
    assert aside("hak", 60) == [], "nothing else is asked for"


def test_the_beginning_of_a_word_of_most_documents_is_not_looked_for():
    def forms(documents: int) -> set[str]:
        return {form.name for form in often("haklar", documents=documents).words[0].forms}

    assert "prefix" in forms(30)
    assert "prefix" not in forms(60)


def test_small_words_are_no_sign_of_a_concept():
    terms = [*TERMS, Term("mor ve etek", DISABILITY)]
    plan = understand("sakat", words=WORDS, knowledge=Knowledge(compile_terms(terms, WORDS.lemma)))
    assert ("mor", "etek") in plan.senses[0].echoes


def test_a_word_without_other_forms_is_sought_once():
    def forms(text: str) -> set[str]:
        return {form.name for form in read(text).words[0].forms} - {"edge", "prefix"}

    assert forms("incir") == {"surface"}
    assert forms("engelli") == {"surface", "lemma"}, "engelliler is a form of it"
    assert forms("hakları") == {"surface", "lemma"}


def test_who_says_more_than_another_sign_is_found_by_the_other():
    terms = [*TERMS, Term("kitap kapak", DISABILITY), Term("kitap", DISABILITY), Term("mor etek", DISABILITY)]
    plan = understand("sakat", words=WORDS, knowledge=Knowledge(compile_terms(terms, WORDS.lemma)))
    echoes = plan.senses[0].echoes
    assert ("kitap",) in echoes
    assert ("mor", "etek") in echoes
    assert ("kitap", "kapak") not in echoes


def test_words_beside_each_other_are_sought_together_but_not_within_the_name_of_a_concept():
    assert read("incir kitap").phrases == (("incir", "kitap"),)
    assert read("engelli hakları kitap").phrases == (("haklari", "kitap"),)
    assert read("kadın hareketi").phrases == (("kadin", "hareketi"),), "another word for it is not its name"

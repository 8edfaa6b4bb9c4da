"""The vocabulary: filled by writers, held in memory by readers, and never stale for long."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from search import lexicon, vocabulary
from search.models import Vocabulary
from search.registry import Concept, Term
from search.vocabulary import Words

pytestmark = pytest.mark.django_db


def test_words_are_learnt_with_their_lemma() -> None:
    vocabulary.learn({"derneklerinden": 2, "kapağındaki": 1})
    words = vocabulary.current()
    assert words.lemma("derneklerinden") == "dernek"
    assert words.lemma("kapagindaki") == "kapak"
    assert words.counts["derneklerinden"] == 2


def test_a_reader_notices_words_that_come_later() -> None:
    vocabulary.learn({"incir": 1})
    assert "incir" in vocabulary.current()
    vocabulary.learn({"zeytin": 1})
    assert {"incir", "zeytin"} <= set(vocabulary.current().counts)


def test_words_learnt_after_the_clock_went_back_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary.learn({"incir": 1})
    vocabulary.current()
    before = timezone.now() - timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: before)
    vocabulary.learn({"zeytin": 1})
    assert {"incir", "zeytin"} <= set(vocabulary.current().counts)
    vocabulary.recount({"incir": 9, "zeytin": 1})
    assert vocabulary.current().counts["incir"] == 9


def test_nothing_is_read_again_while_nothing_changes(django_assert_num_queries: object) -> None:
    vocabulary.learn({"incir": 1})
    words = vocabulary.current()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert vocabulary.current() is words


def test_only_what_is_new_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary.recount({f"incir{number}": 1 for number in range(50)})
    vocabulary.current()
    put: list[str] = []
    real = vocabulary.Words.put
    monkeypatch.setattr(
        vocabulary.Words, "put", lambda words, surface, *rest: (put.append(surface), real(words, surface, *rest))
    )
    vocabulary.learn({"zeytin": 1})
    assert "zeytin" in vocabulary.current()
    assert put == ["zeytin"]


def test_a_word_committed_after_one_with_a_newer_stamp_is_noticed_with_the_next_one() -> None:
    vocabulary.learn({"incir": 1})
    vocabulary.current()
    stamp = Vocabulary.objects.get().updated_at
    values = {"lemma": "x", "documents": 1}
    Vocabulary.objects.create(surface="geç", folded="gec", updated_at=stamp - timedelta(seconds=30), **values)
    Vocabulary.objects.create(surface="aynı", folded="ayni", updated_at=stamp, **values)
    vocabulary.learn({"zeytin": 1})
    assert {"incir", "gec", "ayni", "zeytin"} <= set(vocabulary.current().counts)


def test_a_restored_database_is_read_afresh() -> None:
    vocabulary.learn({"incir": 1})
    vocabulary.current()
    Vocabulary.objects.all().delete()
    assert "incir" not in vocabulary.current()


def test_learning_a_word_twice_keeps_one_row() -> None:
    vocabulary.learn({"incir": 1})
    vocabulary.learn({"incir": 5})
    assert list(Vocabulary.objects.values_list("surface", "documents")) == [("incir", 1)]


def test_a_recount_sets_counts_and_drops_what_no_document_holds() -> None:
    vocabulary.learn({"incir": 1, "zeytin": 1})
    vocabulary.recount({"incir": 7, "nar": 2})
    assert dict(Vocabulary.objects.values_list("surface", "documents")) == {"incir": 7, "nar": 2}


def test_spellings_with_one_folded_form_are_all_kept() -> None:
    vocabulary.learn({"kurt": 1, "kürt": 4})
    assert Vocabulary.objects.count() == 2
    assert vocabulary.current().surface("kurt") == "kürt"


def test_rare_words_weigh_more_than_common_ones() -> None:
    vocabulary.learn({"dernek": 1000, "karabiber": 1, "kadın": 100})
    words = vocabulary.current()
    assert words.rarity("karabiber", "karabiber") > words.rarity("kadin", "kadin") > words.rarity("dernek", "dernek") >= 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("prmak", "parmak"), ("pparmak", "parmak"), ("pramak", "parmak"), ("parnak", "parmak"), ("parma", "parmak")],
)
def test_one_slip_is_forgiven(typed: str, meant: str) -> None:
    vocabulary.learn({"parmak": 3, "deniz": 5})
    assert vocabulary.current().corrections(typed)[0] == meant


def test_a_word_longer_than_a_row_is_left_out() -> None:
    vocabulary.learn({"a" * 65: 1, "incir": 1})
    assert list(Vocabulary.objects.values_list("surface", flat=True)) == ["incir"]


def test_what_is_known_of_vowelless_words_grows_with_the_vocabulary() -> None:
    vocabulary.learn({"kalem": 40, "defter": 3})
    assert vocabulary.current().skeletons == {"klm": "kalem", "dftr": "defter"}
    vocabulary.learn({"kilim": 30, "silgi": 2})
    assert vocabulary.current().skeletons == {"dftr": "defter", "slg": "silgi"}


def test_terms_are_compiled_anew_only_for_a_lemma_they_use() -> None:
    made = []
    kept = lexicon.Kept(lexicon.Compiled())
    term = Term("kitap okuma", Concept("topic", "topic", "okuma", {"tr": "Okuma"}))

    def compiled() -> lexicon.Compiled:
        words = vocabulary.current()

        def make(lemmas: lexicon.Lemmas) -> lexicon.Compiled:
            made.append(len(words.counts))
            return lexicon.compile_terms([term], lemmas)

        return kept.get("same rows", id(words), words.written, make)

    vocabulary.learn({"incir": 1})
    first = compiled()
    vocabulary.learn({"zeytin": 1})
    assert compiled() is first
    vocabulary.learn({"okuma": 1})
    assert compiled() is not first
    assert made == [1, 3]
    assert ("kitap", vocabulary.current().written("okuma")) in compiled().lemmas


WORD = st.text("abeikrtuz", min_size=1, max_size=5)
Rows = list[tuple[str, str, int]]
ROWS = st.lists(st.tuples(WORD, st.sampled_from(["ara", "bak", "kat", "etek", ""]), st.integers(1, 9)), max_size=20)


@given(ROWS, ROWS)
def test_a_view_that_grows_knows_what_one_read_afresh_does(before: Rows, after: Rows) -> None:
    def view(*lists: Rows) -> Words:
        words = Words()
        for word, lemma, documents in (row for rows in lists for row in rows):
            words.put(word, word, lemma or word, documents)
        words.count_lemmas()
        return words

    small = view(before)
    assert small.ordered == sorted(small.counts)
    assert small.skeletons is not None
    grown = small.grown((word, word, lemma or word, documents) for word, lemma, documents in after)
    whole = view(before, after)
    assert grown == whole
    assert grown.__dict__["ordered"] == whole.ordered, "carried over, not worked out again"
    assert grown.__dict__["skeletons"] == whole.skeletons
    assert view(before) == small, "the older view stays as it was"


def test_a_number_of_one_document_is_not_remembered() -> None:
    vocabulary.learn({"4821": 1, "2026": 2, "dere": 1})
    assert set(vocabulary.current().counts) == {"2026", "dere"}
    vocabulary.recount({"4821": 3, "2026": 1, "dere": 1})
    assert set(Vocabulary.objects.values_list("surface", flat=True)) == {"4821", "dere"}
    words = Words()
    words.put("9999", "9999", "9999", 1)
    assert words.rarity("9999") == words.rarity("1234"), "nothing is lost: an unknown one is as rare"

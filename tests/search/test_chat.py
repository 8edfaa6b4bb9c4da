"""Chat and phone spelling: what is typed in haste leads to the written words, what is written stays."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import directory
from search.analysis import token_text, tokens
from search.chat import more_skeletons, restore, skeleton, skeletons
from search.chat_words import CLOSED, VERBS
from tests import yaml_files

DATA = Path(directory.__file__).parent / "data"
WRITTEN = """
yardım:90 yardıma:30 gönüllü:80 gönüllüler:40 dernek:200 engelli:70 engelliler:30 engel:5 çocuk:120 kadın:150 kadınlar:60
koltuk:9 deprem:60 depremzede:20 tekerlekli:30 sandalye:30 battaniye:12 hukuk:40 üniversite:50 evsiz:11 türkçe:30 saat:20
sandık:6 şiir:12 kayıt:20 kuyut:1 kalem:4 kilim:4 sığınmacı:12 kimsesiz:8 vakıf:90 çok:40 kardeş:10 eksik:6 mülteci:30 şikayet:9
"""
COUNTS = {token_text(word): float(n) for word, n in (entry.split(":") for entry in WRITTEN.split())}
SKELETONS = skeletons(COUNTS)


def nothing(_: str) -> bool:
    return False


def read(typed: str) -> str:
    """Return what a few typed words stand for, with the small vocabulary above."""
    found = (restore(token.folded, COUNTS.__contains__, SKELETONS) for token in tokens(typed))
    return " ".join(word for word in found if word)


def data_words() -> list[str]:
    """Return the words of the shipped data: written Turkish and English of this field."""
    files = (yaml_files.read(DATA / name) for name in ("thesaurus.yaml", "words_en.yaml", "topics.yaml"))
    return sorted({token.folded for content in files for word in values(content) for token in tokens(word)})


def values(node: object) -> list[str]:
    if isinstance(node, dict):
        return [word for child in node.values() for word in values(child)]
    if isinstance(node, list):
        return [word for child in node for word in values(child)]
    return [node] if isinstance(node, str) else []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("slm napcam ben", "ne yapacagim ben"),
        ("mrb bi avkt lzm", "bir avukat lazim"),
        ("slm bişey sorcam", "bir sey soracagim"),
        ("izm de psklog varmı", "izmir de psikolog var mi"),
        ("napmalıym nerden bulcam", "ne yapmaliyim nereden bulacagim"),
        ("knk burda drnk arıyom", "burada dernek ariyorum"),
        ("yrdm edin pls çok acl", "yardim edin cok acil"),
        ("öğrtmn arıyoz tşk", "ogretmen ariyoruz"),
        ("cck için kıyfet lazm", "cocuk icin kiyafet lazim"),
        ("hocam snf boş kimse yokmu", "sinif bos kimse yok mu"),
        ("hastneye gitcem", "hastaneye gidecegim"),
    ],
)
def test_a_chat_sentence_becomes_a_written_one(typed: str, written: str) -> None:
    assert read(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("yapcam", "yapacagim"),
        ("yapıcam", "yapacagim"),
        ("yapacam", "yapacagim"),
        ("gidcem", "gidecegim"),
        ("gitçem", "gidecegim"),
        ("edicem", "edecegim"),
        ("görücem", "gorecegim"),
        ("arıycam", "arayacagim"),
        ("bekliycem", "bekleyecegim"),
        ("okuycam", "okuyacagim"),
        ("başvurucam", "basvuracagim"),
        ("alıcaz", "alacagiz"),
        ("gelcek", "gelecek"),
        ("gelcekler", "gelecekler"),
        ("alıncak", "alinacak"),
        ("yapmıycam", "yapmayacagim"),
        ("yapamıcam", "yapamayacagim"),
        ("istiyom", "istiyorum"),
        ("istiyorm", "istiyorum"),
        ("istyrm", "istiyorum"),
        ("istiorum", "istiyorum"),
        ("aryorum", "ariyorum"),
        ("yapıyoz", "yapiyoruz"),
        ("geliyo", "geliyor"),
        ("ödemiyo", "odemiyor"),
        ("bulamıyom", "bulamiyorum"),
        ("bulamyorum", "bulamiyorum"),
        ("biliyomusunuz", "biliyor musunuz"),
        ("biliyon", "biliyorsun"),
        ("kaldm", "kaldim"),
        ("yaptk", "yaptik"),
        ("bulmk", "bulmak"),
        ("bulabilrim", "bulabilirim"),
        ("alabilirmiyim", "alabilir miyim"),
        ("verebilirmi", "verebilir mi"),
        ("olurmu", "olur mu"),
    ],
)
def test_spoken_endings_are_written_out(typed: str, written: str) -> None:
    assert restore(token_text(typed), nothing) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("yrdm", "yardim"),
        ("yardm", "yardim"),
        ("yardma", "yardima"),
        ("gnll", "gonullu"),
        ("engll", "engelli"),
        ("cck", "cocuk"),
        ("kdnlar", "kadinlar"),
        ("kdnlara", "kadinlara"),
        ("kltk", "koltuk"),
        ("dprmzd", "depremzede"),
        ("bttnye", "battaniye"),
        ("tkrlkli sndly", "tekerlekli sandalye"),
        ("ünvrste", "universite"),
        ("şikyt", "sikayet"),
    ],
)
def test_left_out_vowels_come_back(typed: str, written: str) -> None:
    assert read(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [("cooook", "cok"), ("yardiiim", "yardim"), ("saaaat", "saat"), ("şiiiir", "siir"), ("slmmmm", ""), ("vaaarmı", "var mi")],
)
def test_held_down_letters_count_once(typed: str, written: str) -> None:
    assert restore(token_text(typed), COUNTS.__contains__) == written


@pytest.mark.parametrize(("typed", "written"), [("waqif", "vakif"), ("choq", "cok"), ("kardesh", "kardes"), ("exik", "eksik")])
def test_letters_of_other_habits_become_turkish(typed: str, written: str) -> None:
    assert restore(typed, COUNTS.__contains__) == written


def test_letters_of_other_habits_stay_where_no_known_word_comes_of_them() -> None:
    assert [restore(word, COUNTS.__contains__) for word in ("wikipedia", "queer", "shiatsu", "xwendin")] == [
        "wikipedia", "queer", "shiatsu", "xwendin",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["slm", "yardm", "napcam", "cooook", "gelcek", "varmi", "waqif"])
def test_a_known_word_is_never_changed(word: str) -> None:
    assert restore(word, lambda _: True) == word


@pytest.mark.parametrize(
    "word", ["stk", "kvkk", "khk", "cmk", "2gun", "3d", "65", "s", "iii", "xxx", "", "中文", "a", "çocuk", "A"]
)
def test_abbreviations_and_what_is_no_lower_case_word_stay(word: str) -> None:
    assert restore(word, nothing, SKELETONS) == word


LIKE_CHAT = """
gercek olcek salincak oyuncak yiyecek giyecek gelecek icecek dusuncem gerekceniz alcak ekmek aksiyon tansiyon milyon kamyon
rehabilitasyon federasyon sampiyon embriyo radyo anjiyo temeli somali yirmi platformu filmi kirmizi egitimi egitmen doktrin
kontrplak ekstra turkce sfenks psikiyatr avukatta adresse belediyede hissettim tibbi gulcan alican gulcem acacak
"""


@pytest.mark.parametrize("word", LIKE_CHAT.split())
def test_a_word_that_looks_like_chat_stays(word: str) -> None:
    assert restore(word, nothing, SKELETONS) == word


def test_written_words_of_the_field_stay_even_if_nobody_knows_them() -> None:
    changed = {word: found for word in data_words() if (found := restore(word, nothing, SKELETONS)) != word}
    assert set(changed) - set(CLOSED) == set()


@given(st.text(max_size=60))
@example("\u0130\u0131")
@example("yyyooorrr")
def test_it_never_fails(text: str) -> None:
    for word in (text, token_text(text)):
        restored = restore(word, COUNTS.__contains__, SKELETONS)
        assert restored == " ".join(restored.split()) or restored == word


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_letters_lead_to_letters_and_a_known_word_to_itself(word: str) -> None:
    assert all(part.isascii() and part.isalpha() for part in restore(word, COUNTS.__contains__, SKELETONS).split())
    assert restore(word, {word}.__contains__, SKELETONS) == word


@given(st.sampled_from(sorted(COUNTS)), st.sampled_from(["", "lar", "ya", "nin", "da"]))
def test_a_dictionary_word_with_an_ending_stays(word: str, ending: str) -> None:
    typed = word + ending
    assert restore(typed, COUNTS.__contains__, SKELETONS) == typed


@given(st.dictionaries(st.text(alphabet="aeioubdgklmnrst", min_size=1, max_size=9), st.floats(0, 1e6)))
def test_a_skeleton_leads_to_a_word_with_these_consonants(counts: dict[str, float]) -> None:
    for key, word in skeletons(counts).items():
        assert word in counts
        assert skeleton(word) == key


def test_a_skeleton_of_two_words_as_frequent_leads_to_none() -> None:
    assert skeletons({"kalem": 4.0, "kilim": 4.0}) == {}
    assert skeletons({"kalem": 40.0, "kilim": 4.0}) == {"klm": "kalem"}


def test_forms_of_one_word_are_no_rivals_and_the_barest_wins() -> None:
    assert skeletons({"kadini": 30.0, "kadin": 20.0, "kadina": 9.0}) == {"kdn": "kadin"}


def test_every_closed_word_is_folded_and_means_another() -> None:
    for typed, meant in CLOSED.items():
        assert typed == token_text(typed)
        assert typed.isalpha()
        assert len(typed) > 1
        assert meant == " ".join(token_text(word) for word in meant.split())
        assert meant != typed
    assert len(CLOSED) >= 900


def test_no_closed_word_leads_to_another_one() -> None:
    chained = {typed: meant for typed, meant in CLOSED.items() for word in meant.split() if CLOSED.get(word, word) != word}
    assert chained == {}


def test_the_vowel_of_a_verb_is_that_of_its_endings() -> None:
    assert (VERBS["yap"], VERBS["git"], VERBS["gid"], VERBS["gor"], VERBS["oku"]) == (
        ("yap", "a"), ("gid", "e"), ("gid", "e"), ("gor", "e"), ("oku", "a"),
    )  # fmt: skip


WORD = st.text("abdeikmnrstuz", min_size=1, max_size=7)
COUNTED = st.dictionaries(WORD, st.integers(1, 90).map(float), max_size=25)


@given(COUNTED, COUNTED)
def test_skeletons_that_grow_are_those_of_the_whole_list(before: dict[str, float], fresh: dict[str, float]) -> None:
    whole = before | fresh
    grown = more_skeletons(skeletons(before), tuple(fresh), lambda first: (i for i in whole.items() if i[0][0] == first))
    assert grown == skeletons(whole)

"""The analyser: what people write comes out as words that can be found, whatever they write."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import analysis

ANY_TEXT = st.text(st.characters(), max_size=80)  # surrogates, controls and unassigned characters too
TURKISH = st.text(
    st.sampled_from("aâbcçdefgğhıIiİîjklmnoöpqrsştuüûvwxyzABCÇDEFGĞHŞÖÜ '’-.,0123456789\u0327\u0306\u0307"), max_size=60
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Işık", "isik"),
        ("IŞIK", "isik"),
        ("ışık", "isik"),
        ("isik", "isik"),
        ("İZMİR", "izmir"),
        ("rüzgârı", "ruzgari"),
        ("s\u0327eker", "seker"),
        ("Straße", "strasse"),
        ("Νεανικές", "νεανικεσ"),
        ("الحقوق", "الحقوق"),
        ("Çîrok", "cirok"),
        ("ﬁdan", "fidan"),
    ],
)
def test_spellings_of_one_word_fold_to_one(written: str, folded: str) -> None:
    assert analysis.fold(written) == folded


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Bornova'nın gençleri", ["bornova", "gençleri"]),
        ("Açık Liman’ın adresi", ["açık", "liman", "adresi"]),
        ("1923’ten", ["1923"]),
        ("365'e 7/24", ["365", "7", "24"]),
        ("Kur'an O'Neill", ["kuran", "oneill"]),
        ("women's rights", ["women", "rights"]),
        ("Teker-Sen LGBTİ+", ["teker", "sen", "lgbti"]),
        ("İstanbul'daki", ["istanbul"]),
        ("çalışma_grubu", ["çalışma", "grubu"]),
        ("Stran û Çîrok", ["stran", "û", "çîrok"]),
        ("حقوق الإنسان", ["حقوق", "الإنسان"]),
        ("'tırnak' içinde", ["tırnak", "içinde"]),
    ],
)
def test_a_text_becomes_its_words_without_apostrophe_endings(text: str, surfaces: list[str]) -> None:
    assert [token.surface for token in analysis.tokens(text)] == surfaces


@given(ANY_TEXT | TURKISH)
def test_a_token_is_the_slice_it_points_to(text: str) -> None:
    for token in analysis.tokens(text):
        assert 0 <= token.start < token.end <= token.stop <= len(text)
        assert analysis.token_text(text[token.start : token.end]) == token.folded


@given(ANY_TEXT | TURKISH)
def test_tokens_stand_in_order_and_do_not_overlap(text: str) -> None:
    found = analysis.tokens(text)
    assert all(one.stop <= other.start for one, other in pairwise(found))


@given(ANY_TEXT | TURKISH)
@example("⼀")
@example("Dere™")
def test_no_letter_is_outside_every_token(text: str) -> None:
    covered = {at for token in analysis.tokens(text) for at in range(token.start, token.stop)}
    assert all(at in covered for at, character in enumerate(text) if analysis.token_text(character))


@given(ANY_TEXT | TURKISH)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert analysis.fold(analysis.fold(text)) == analysis.fold(text)


@given(ANY_TEXT | TURKISH)
def test_the_words_of_folded_words_are_the_same(text: str) -> None:
    folded = [token.folded for token in analysis.tokens(text)]
    assert [token.folded for token in analysis.tokens(" ".join(folded))] == folded


@given(TURKISH)
def test_words_do_not_depend_on_the_unicode_form(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert [t.folded for t in analysis.tokens(composed)] == [t.folded for t in analysis.tokens(decomposed)]


@given(st.text(st.sampled_from("abcçdefgğhıijklmnoöprsştuüvyz "), max_size=40))
def test_words_do_not_depend_on_case(text: str) -> None:
    assert [t.folded for t in analysis.tokens(analysis.upper(text))] == [t.folded for t in analysis.tokens(text)]


@given(st.text(st.sampled_from("abcçdefgğhıijklmnoöprsştuüvyz"), max_size=40))
def test_turkish_upper_and_lower_case_undo_each_other(text: str) -> None:
    assert analysis.lower(analysis.upper(text)) == text


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Işık İzi", "isik-izi"),
        ("İmbat Rüzgârı Gençlik Derneği", "imbat-ruzgari-genclik-dernegi"),
        ("Bornova'nın Kur’an ʻAlî", "bornovanin-kuran-ali"),
        ("  35 / Gençlik! ", "35-genclik"),
        ("Νεανικές Γέφυρες", ""),
        ("حقوق", ""),
    ],
)
def test_a_slug_is_plain_ascii(name: str, slug: str) -> None:
    assert analysis.slug(name) == slug


def test_a_long_slug_is_cut_between_words() -> None:
    assert analysis.slug("çok uzun bir ad", max_length=9) == "cok-uzun"


@given(ANY_TEXT)
def test_a_slug_holds_nothing_but_ascii_words(text: str) -> None:
    assert analysis.slug(analysis.slug(text)) == analysis.slug(text)
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in analysis.slug(text))


def test_names_sort_in_turkish_order() -> None:
    names = ["Zeytin", "çınar", "Irmak", "İncir", "Ilgın", "Şafak", "Su", "Cam", "Âlem", "Alo", "Öz", "Oz"]
    assert sorted(names, key=analysis.sort_key) == [
        "Âlem", "Alo", "Cam", "çınar", "Ilgın", "Irmak", "İncir", "Oz", "Öz", "Su", "Şafak", "Zeytin",
    ]  # fmt: skip


def test_numbers_sort_by_what_they_count() -> None:
    names = ["3. Mekan", "4 Mevsim", "8 Mart", "14.51", "35½", "65+ Genç", "365 Gün", "1923", "Mart 9", "Mart 10"]
    assert sorted(set(names), key=analysis.sort_key) == names


def test_whole_names_compare_without_spaces_and_signs() -> None:
    assert analysis.compact("Teker-Sen") == analysis.compact("TEKER SEN") == "tekersen"

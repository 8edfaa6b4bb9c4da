"""English endings: what a typed word may be the form of."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.english import stems

WORD = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=20)
BASE = st.sampled_from(
    ["adopt", "volunteer", "teach", "help", "protest", "plant", "paint", "collect", "donat", "shar", "organis"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("children", "child"),
        ("women", "woman"),
        ("childrens", "child"),  # as typed without the apostrophe
        ("womens", "woman"),
        ("people", "person"),
        ("refugees", "refugee"),
        ("charities", "charity"),
        ("allergies", "allergy"),
        ("movies", "movie"),
        ("churches", "church"),
        ("boxes", "box"),
        ("houses", "house"),
        ("clothes", "clothe"),
        ("buses", "bus"),
        ("shoes", "shoe"),
        ("wives", "wife"),
        ("crises", "crisis"),
        ("prostheses", "prosthesis"),
        ("planning", "plan"),
        ("swimming", "swim"),
        ("selling", "sell"),
        ("controlling", "control"),
        ("harassing", "harass"),
        ("adopting", "adopt"),
        ("adopted", "adopt"),
        ("recycling", "recycle"),
        ("donated", "donate"),
        ("worried", "worry"),
        ("buildings", "build"),
        ("beaten", "beat"),
        ("stolen", "steal"),
        ("paid", "pay"),
        ("bitten", "bite"),
        ("dying", "die"),
    ],
)
def test_a_form_leads_to_its_word(typed: str, meant: str) -> None:
    assert meant in stems(typed)


@pytest.mark.parametrize(
    ("typed", "rule_blind"),
    [
        ("access", "acces"),
        ("campus", "campu"),
        ("crisis", "crisi"),
        ("bus", "bu"),
        ("gas", "ga"),
        ("ring", "r"),
        ("bed", "b"),
        ("string", "str"),
    ],
)
def test_an_ending_that_is_none_stays(typed: str, rule_blind: str) -> None:
    assert rule_blind not in stems(typed)


def test_the_likeliest_comes_first() -> None:
    assert stems("women")[:2] == ("women", "woman")
    assert stems("cities")[:2] == ("cities", "city")
    assert stems("planning")[:2] == ("planning", "plan")
    assert stems("teaching")[:2] == ("teaching", "teach")


@given(WORD)
@example("s")
@example("ies")
@example("ing")
@example("ed")
def test_the_word_itself_is_first_and_no_candidate_is_empty_twice_or_much_longer(word: str) -> None:
    found = stems(word)
    assert found[0] == word
    assert all(found)
    assert len(set(found)) == len(found) <= 12
    assert all(len(candidate) <= len(word) + 1 or candidate in stems.__wrapped__(word)[:3] for candidate in found)


@given(st.text(max_size=30))
def test_any_text_has_stems(text: str) -> None:
    assert stems(text)[0] == text


@given(BASE, st.sampled_from(["ing", "ed"]))
def test_a_regular_verb_form_is_undone(base: str, ending: str) -> None:
    assert {base, base + "e"} & set(stems(base + ending))


@given(WORD.filter(lambda word: len(word) > 2 and word[-1] not in "sxzyhoiu"))
def test_a_regular_plural_is_undone(word: str) -> None:
    assert word in stems(word + "s")

"""Turkish endings of the names and years that pages write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import suffixes


@pytest.mark.parametrize(
    ("name", "within", "of"),
    [
        ("İzmir", "İzmir’de", "İzmir’in"),
        ("Bornova", "Bornova’da", "Bornova’nın"),
        ("Konak", "Konak’ta", "Konak’ın"),
        ("Muş", "Muş’ta", "Muş’un"),
        ("Iğdır", "Iğdır’da", "Iğdır’ın"),
        ("Ordu", "Ordu’da", "Ordu’nun"),
        ("Kuşadası", "Kuşadası’nda", "Kuşadası’nın"),
        ("Beyoğlu", "Beyoğlu’nda", "Beyoğlu’nun"),
        ("Bayraklı", "Bayraklı’da", "Bayraklı’nın"),
        ("Gölbaşı", "Gölbaşı’nda", "Gölbaşı’nın"),
        ("Ödemiş", "Ödemiş’te", "Ödemiş’in"),
        ("Kars Merkez", "Kars Merkez’de", "Kars Merkez’in"),
        ("XYZ", "XYZ", "XYZ"),
        ("35", "35", "35"),
        ("", "", ""),
    ],
)
def test_names_take_the_endings_that_are_spoken(name: str, within: str, of: str) -> None:
    assert suffixes.locative(name) == within
    assert suffixes.genitive(name) == of
    assert suffixes.at(name, "tr") == within
    assert suffixes.at(name, "en") == name


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2004, "2004’ten"), (1923, "1923’ten"), (1886, "1886’dan"), (1990, "1990’dan"), (1960, "1960’tan"), (1940, "1940’tan"),
        (2010, "2010’dan"), (2020, "2020’den"), (1900, "1900’den"), (2000, "2000’den"), (2021, "2021’den"), (2009, "2009’dan"),
    ],
)  # fmt: skip
def test_years_take_the_ending_of_their_last_word(year: int, said: str) -> None:
    assert suffixes.since(year) == said


@given(st.text(max_size=20))
def test_any_name_keeps_itself(name: str) -> None:
    for ending in (suffixes.locative(name), suffixes.genitive(name)):
        assert ending.startswith(name)


@given(st.integers(1, 9999))
def test_any_year_keeps_itself(year: int) -> None:
    assert suffixes.since(year).startswith(f"{year}’")

"""When something was founded, as people ask for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.years import read, years


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2010'dan sonra kurulan dernekler", "2010.."),
        ("2015ten beri kurulmus gruplar", "2015.."),
        ("2018’den bu yana kurulan gençlik grupları", "2018.."),
        ("2000'den önce kurulmuş vakıflar", "..1999"),
        ("1995 öncesi kurulan odalar", "..1994"),
        ("1980'lerde kurulmuş örgütler", "1980..1989"),
        ("90'larda kurulan dernekler", "1990..1999"),
        ("70'li yıllarda kurulmuş", "1970..1979"),
        ("2005-2010 arasında kurulan platformlar", "2005..2010"),
        ("2005 ile 2010 arası kurulan", "2005..2010"),
        ("2012'de kurulan kooperatif", "2012..2012"),
        ("2012 yılında kurulmuş", "2012..2012"),
        ("30 yıllık dernekler", "..1996"),
        ("son 3 yılda kurulan gruplar", "2023.."),
        ("associations founded after 2015", "2015.."),
        ("established before 1990", "..1989"),
        ("groups founded in the 1990s", "1990..1999"),
        ("KURULUŞU 2010'DAN SONRA KURULAN", "2010.."),
    ],
)
def test_a_range_is_read(text: str, value: str) -> None:
    found = read(text, 2026)
    assert found is not None
    assert found.value == value
    assert found.concept.labels["tr"].endswith("kurulan")


@pytest.mark.parametrize(
    "text",
    [
        "2023 depremi",
        "6284 sayılı kanun",
        "112",
        "1 mayıs 1977",
        "2020'den sonra deprem",
        "kurul kararı",
        "yeni kurulan gruba destek",
        "90'lar müzik",
        "",
    ],
)
def test_a_year_of_something_else_is_no_founding(text: str) -> None:
    assert read(text, 2026) is None


def test_every_year_of_a_range_is_asked_for() -> None:
    assert list(years("1990..1992")) == ["1990", "1991", "1992"]
    assert "2026" in set(years("2010.."))
    assert "1900" in set(years("..1999"))


@given(st.text(max_size=80))
def test_odd_texts_are_read_without_error(text: str) -> None:
    found = read(f"kurulan {text}", 2026)
    assert found is None or 0 <= found.start < found.stop <= len(f"kurulan {text}")

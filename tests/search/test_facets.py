"""Which values of a facet a page offers: few enough for an old phone, districts of chosen provinces, the chosen ones always."""

import pytest

from search.facets import FIRST_VALUES, MOST_VALUES, facet_view
from search.types import Facet, FacetValue, SearchRequest

DISTRICTS = tuple(f"{province}/{number:03}" for number in range(60) for province in ("izmir", "manisa"))


def districts(*chosen: str) -> Facet:
    values = tuple(FacetValue(value, value, 200 - at, value in chosen) for at, value in enumerate(DISTRICTS))
    return Facet("district", "İlçe", values)


def offered(facet: Facet, **chosen: tuple[str, ...]) -> list[str]:
    view = facet_view(facet, SearchRequest(facets=chosen))
    return [choice.value for choice in (*view.first, *view.more)]


def test_only_the_commonest_values_are_listed_and_the_rest_is_counted() -> None:
    view = facet_view(districts(), SearchRequest())
    assert len(view.first) == FIRST_VALUES
    assert len(view.first) + len(view.more) == MOST_VALUES
    assert view.unlisted == len(DISTRICTS) - MOST_VALUES


def test_what_is_chosen_is_listed_however_rare() -> None:
    rare = DISTRICTS[-1]
    assert rare in offered(districts(rare), district=(rare,))


def test_where_a_province_is_chosen_its_districts_are_offered() -> None:
    assert {value.split("/")[0] for value in offered(districts(), province=("manisa",))} == {"manisa"}
    assert {value.split("/")[0] for value in offered(districts(), province=("manisa", "izmir"))} == {"manisa", "izmir"}


def test_a_chosen_district_of_another_province_stays_to_be_taken_back() -> None:
    chosen = DISTRICTS[0]
    assert chosen in offered(districts(chosen), province=("manisa",), district=(chosen,))


@pytest.mark.django_db
def test_a_chosen_value_without_a_hit_is_listed_too() -> None:
    assert "izmir/none" in offered(districts(), district=("izmir/none",))

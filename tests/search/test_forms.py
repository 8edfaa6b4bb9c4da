"""Raw parameters become clean requests, whatever comes in."""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import lower
from search.forms import MAX_TEXT, MAX_VALUES, WINDOW, clean_text, parse
from search.links import parameters
from search.types import SearchRequest


def request_of(query: str, **kwargs: object) -> SearchRequest:
    return parse(QueryDict(query), lang="tr", **kwargs).request  # type: ignore[arg-type]


def refused(query: str) -> set[str]:
    return {problem.field for problem in parse(QueryDict(query), lang="tr", page_size=None).refusals}


def test_plain_parameters_become_a_request() -> None:
    request = request_of(
        "q=engelli+haklar%C4%B1&topic=engelli-haklari&district=izmir/bornova&district=izmir/konak&page=2&sort=title"
    )
    assert request.text == "engelli hakları"
    assert request.facets == {"topic": ("engelli-haklari",), "district": ("izmir/bornova", "izmir/konak")}
    assert (request.page, request.sort, request.include_wide) == (2, "title", True)


def test_nothing_given_is_browsing_without_problems() -> None:
    parsed = parse(QueryDict(""), lang="tr")
    assert parsed.request == SearchRequest()
    assert parsed.problems == ()


def test_unknown_parameters_are_ignored() -> None:
    parsed = parse(QueryDict("renk=mavi&topic[]=x&__class__=y"), lang="tr")
    assert parsed.request == SearchRequest()
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("çocuk\x00 hakları", "çocuk hakları"),
        ("a\tb\nc\u2028d", "a b c d"),
        ("\u202eters\u202c", "ters"),
        ("\ufeffbaş\u200b", "baş"),
        ("bozuk\ufffdbayt", "bozuk bayt"),
        ("\ud800yarım", "yarım"),
        ("i\u0307zmi\u0307r", "i̇zmi̇r"),
        ("👩\u200d🦽 erişim", "👩\u200d🦽 erişim"),
        ("   ", ""),
    ],
)
def test_text_is_cleaned(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_and_leaves_one_line(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert not any(ord(character) < 32 for character in once)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), max_size=60))
def test_letters_and_digits_are_never_lost(text: str) -> None:
    assert lower(clean_text(text)) == lower(text)


def test_long_text_is_cut_at_a_word_and_said_so() -> None:
    parsed = parse(QueryDict(f"q={'kelime+' * 2000}"), lang="tr")
    assert len(parsed.request.text) <= MAX_TEXT
    assert parsed.request.text.endswith("kelime")
    assert [problem.field for problem in parsed.problems] == ["q"]
    assert not parsed.refusals
    assert len(parsed.notes) == 1


def test_long_text_without_spaces_is_cut_too() -> None:
    assert len(request_of(f"q={'ş' * 10_000}").text) == MAX_TEXT


@pytest.mark.parametrize("page", ["0", "-1", "abc", "1.5", "1e3", "٣", "²", "99999999999999999999", "+2", "0x10", "None"])
def test_malformed_page_is_the_first_page_with_a_note(page: str) -> None:
    data = QueryDict(mutable=True)
    data["page"] = page
    parsed = parse(data, lang="tr")
    assert parsed.request.page == 1
    assert [problem.field for problem in parsed.refusals] == ["page"]


def test_deepest_page_stands_for_pages_beyond_it() -> None:
    parsed = parse(QueryDict("page=999999999999"), lang="tr")
    assert parsed.request.page * parsed.request.page_size == WINDOW
    assert [problem.field for problem in parsed.refusals] == ["page"]


@pytest.mark.parametrize(
    ("size", "page", "problem"), [("100", "100", set()), ("100", "101", {"page"}), ("7", "1429", {"page"})]
)
def test_window_is_page_times_page_size(size: str, page: str, problem: set[str]) -> None:
    assert refused(f"page_size={size}&page={page}") == problem


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page_size=ten", "page_size"),
        ("sort=drop+table", "sort"),
        ("from=yesterday", "from"),
        ("to=2026-13-01", "to"),
        ("from=0001-01-01", "from"),
        ("from=9999-12-31T23:59:59-14:00", "from"),
        ("wide=maybe", "wide"),
        ("topic=Engelli+Hakları", "topic"),
        ("topic='+OR+1=1", "topic"),
        ("ignored=x", "ignored"),
        ("q=a&q=b", "q"),
        ("page=1&page=2", "page"),
    ],
)
def test_malformed_parameter_is_named(query: str, field: str) -> None:
    assert refused(query) == {field}


def test_repeating_the_same_value_is_no_problem() -> None:
    parsed = parse(QueryDict("q=a&q=a&" + "topic=cevre&" * 1000), lang="tr")
    assert parsed.request.facets == {"topic": ("cevre",)}
    assert parsed.problems == ()


def test_many_values_of_a_facet_are_limited() -> None:
    parsed = parse(QueryDict("&".join(f"topic=t{n}" for n in range(1000))), lang="tr")
    assert len(parsed.request.facets["topic"]) == MAX_VALUES
    assert [problem.field for problem in parsed.problems] == ["topic"]


def test_malformed_values_are_dropped_and_the_others_stay() -> None:
    request = request_of(f"type=association&type=%3Cscript%3E&type={'x' * 5000}&type=../..&district=izmir/bornova/x")
    assert request.facets == {"type": ("association",)}


def test_dates_are_days_in_the_local_time_zone() -> None:
    request = request_of("from=2026-02-07&to=2026-02-07")
    assert request.starts_from is not None
    assert request.starts_to is not None
    assert request.starts_from.astimezone(UTC) == datetime(2026, 2, 6, 21, 0, tzinfo=UTC)
    assert request.starts_from < datetime(2026, 2, 7, 20, 0, tzinfo=UTC) < request.starts_to


words = st.text(max_size=40)
names = st.sampled_from(
    ["q", "topic", "type", "district", "page", "page_size", "sort", "from", "to", "ignored", "wide", "lang", "x"]
)


@given(st.lists(st.tuples(names, words), max_size=12), st.booleans())
def test_whatever_comes_in_a_clean_request_comes_out(pairs: list[tuple[str, str]], strict: bool) -> None:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    request = parse(data, lang="tr", page_size=None if strict else 20).request
    assert len(request.text) <= MAX_TEXT
    assert request.page >= 1
    assert request.page * request.page_size <= WINDOW
    assert all(value.isascii() for values in request.facets.values() for value in values)


@given(st.lists(st.tuples(names, words), max_size=12))
def test_a_request_written_as_parameters_reads_back_the_same(pairs: list[tuple[str, str]]) -> None:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    first = parse(data, lang="tr").request
    again = QueryDict(mutable=True)
    for name, value in parameters(first):
        again.appendlist(name, value)
    assert parse(again, lang="tr").request == first
    assert parse(again, lang="tr").problems == ()

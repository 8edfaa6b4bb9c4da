"""Reading and checking rows: whatever a file holds, the answer is a checked row or a sentence."""

import json

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.exchange.importing import readers
from directory.exchange.importing.cleaning import Unclean, paragraphs, text
from directory.exchange.importing.hints import References
from directory.exchange.importing.problems import FileError, Problem, shorten
from directory.exchange.importing.readers import RawRow, reader_for
from directory.exchange.importing.rows import COLUMNS, CheckedRow, RowChecker
from directory.models import District, Province, Topic

GOOD = {"key": "isik", "name": "Işık", "type": "association"}


def province(pk, name, slug):
    return Province(pk=pk, code=f"{pk:02d}", name=name, slug=slug)


@pytest.fixture(scope="module")
def checker():
    izmir, balikesir, van = province(35, "İzmir", "izmir"), province(10, "Balıkesir", "balikesir"), province(65, "Van", "van")
    districts = [
        District(pk=1, province=izmir, name="Bornova", slug="bornova"),
        District(pk=2, province=balikesir, name="Edremit", slug="edremit"),
        District(pk=3, province=van, name="Edremit", slug="edremit"),
        District(pk=4, province=izmir, name="Karşıyaka", slug="karsiyaka"),
    ]
    topic = Topic(pk=1, slug="engelli-haklari", name="Engelli hakları", name_en="Disability rights")
    references = References.of(topics=[topic], provinces=[izmir, balikesir, van], districts=districts)
    with override("en"):
        yield RowChecker(references)


def problems(checker, **values):
    with override("en"):
        found = checker.check(RawRow(7, GOOD | values))
    assert isinstance(found, list), found
    return found


def only(checker, **values):
    (problem,) = problems(checker, **values)
    assert problem.row == 7
    return problem


def checked(checker, **values):
    found = checker.check(RawRow(7, GOOD | values))
    assert isinstance(found, CheckedRow), found
    return found.values


# -- one row


@pytest.mark.parametrize(
    ("column", "value", "hint"),
    [
        ("topics", ["enegli-haklari"], "engelli-haklari"),
        ("topics", ["Engelli haklari"], "engelli-haklari"),
        ("topics", ["disability right"], "engelli-haklari"),
        ("type", "asociation", "association"),
        ("scope", "natoinal", "national"),
        ("languages", ["Türkçe"], "tr"),
        ("target_groups", ["womn"], "women"),
        ("province", "Izmr", "İzmir"),
        ("active_in", ["Bornva"], "İzmir/Bornova"),
        ("active_in", ["İzmir/Bornva"], "Bornova"),
        ("active_in", ["Edremit"], "Balıkesir/Edremit, Van/Edremit"),
        ("key", "Işık Derneği", "isik-dernegi"),
        ("offers", [{"kind": "leagl", "text": "x"}], "legal"),
        ("offers", [{"kind": "legal", "txt": "x"}], "text"),
        ("adress", "x", "address"),
    ],
)
def test_misspelt_value_gets_a_hint(checker, column, value, hint):
    problem = only(checker, **{column: value})

    assert (problem.column, problem.hint) == (column, hint)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("name", None),
        ("name", "  \u200b "),
        ("name", ["Işık"]),
        ("name", True),
        ("name", "x" * 201),
        ("name", "a\x00b"),
        ("name", "a\x1bb"),
        ("name", "\ud800"),
        ("summary", "x" * 301),
        ("about", "x" * 10_000_000),
        ("topics", "engelli-haklari"),
        ("topics", [{"slug": "x"}]),
        ("keywords", ["x" * 101]),
        ("keywords", ["k"] * 51),
        ("founded", 999),
        ("founded", 2999),
        ("founded", 2009.5),
        ("founded", "iki bin"),
        ("founded", [2009]),
        ("founded", 10**400),
        ("latitude", "kuzey"),
        ("website", "isik.example"),
        ("website", "javascript:alert(1)"),
        ("email", "bilgi"),
        ("phone", "ara beni"),
        ("offers", [{"text": ""}]),
        ("offers", [5]),
        ("needs", [{"text": "x", "until": "yarın"}]),
        ("needs", [{"text": "x", "until": 20261231}]),
        ("key", "a--b"),
        ("key", "x" * 101),
    ],
)
def test_unusable_value_is_named_by_its_column(checker, column, value):
    problem = only(checker, **{column: value})

    assert problem.column == column
    assert len(str(problem)) < 400


def test_every_problem_of_a_row_is_named(checker):
    found = problems(checker, type="x", topics=["y"], founded="z", unknown=1)

    assert {problem.column for problem in found} == {"type", "topics", "founded", "unknown"}


def test_missing_columns_are_named(checker):
    with override("en"):
        found = checker.check(RawRow(1, {}))

    assert {problem.column for problem in found} == {"key", "name", "type"}


def test_district_of_another_province_says_of_which(checker):
    problem = only(checker, province="Balıkesir", district="Bornova")

    assert problem.column == "district"
    assert "İzmir" in problem.message


def test_unknown_district_gets_a_hint_from_its_province(checker):
    assert only(checker, province="İzmir", district="Karsiyakaa").hint == "Karşıyaka"


@pytest.mark.parametrize("place", [{"district": "Bornova"}, {"address": "Cadde 1"}, {"latitude": 1, "longitude": 1}])
def test_place_needs_a_province(checker, place):
    assert only(checker, **place).column == "province"


def test_latitude_alone_is_refused(checker):
    assert only(checker, province="İzmir", latitude=38.4).column == "longitude"


def test_out_of_range_point_is_refused(checker):
    assert {p.column for p in problems(checker, province="İzmir", latitude=91, longitude=-181)} == {"latitude", "longitude"}


@pytest.mark.parametrize("name", ["İzmir", "IZMIR", "izmir", "ızmir"])
def test_places_are_found_however_they_are_spelt(checker, name):
    place = checked(checker, province=name, district="KARŞIYAKA")["place"]

    assert (place["province"], place["district"]) == ("izmir", "karsiyaka")


def test_places_of_activity_may_be_provinces_or_districts(checker):
    assert checked(checker, active_in=["Bornova", "van", "Van/Edremit", "Bornova"])["active_in"] == [
        "izmir/bornova", "van", "van/edremit",
    ]  # fmt: skip


def test_no_place_is_a_place_nobody_named(checker):
    assert checked(checker, province="", district=None)["place"] is None
    assert "place" not in checked(checker)


def test_repetitions_and_empty_items_go(checker):
    values = checked(checker, aliases=["Işık", "ISIK", "", "  "], keywords=["a", "A"])

    assert (values["aliases"], values["keywords"]) == (["Işık"], ["a"])


def test_numbers_may_be_written_as_text(checker):
    values = checked(checker, province="İzmir", latitude="38,4", longitude=" 27.1 ", founded="2009", acronym=365)

    assert (values["place"]["latitude"], values["founded"], values["acronym"]) == (38.4, 2009, "365")


def test_digest_ignores_order_and_spelling_and_sees_content(checker):
    first = checker.check(RawRow(1, GOOD | {"province": "İzmir", "acronym": "I"}))
    second = checker.check(RawRow(9, {"acronym": " I ", "province": "IZMIR", **GOOD}))
    third = checker.check(RawRow(1, GOOD | {"province": "İzmir", "acronym": "J"}))

    assert first.digest == second.digest
    assert first.digest != third.digest


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=200)
@given(values=st.dictionaries(st.sampled_from(COLUMNS) | st.text(), json_values, max_size=8))
def test_any_row_gives_a_checked_row_or_problems(checker, values):
    found = checker.check(RawRow(1, GOOD | values))

    if isinstance(found, CheckedRow):
        json.dumps(found.values, ensure_ascii=False).encode()
    else:
        assert found
        assert all(len(str(problem)) < 600 for problem in found)


@given(st.text())
def test_text_is_clean_or_refused(raw):
    try:
        clean = text(raw, limit=50)
    except Unclean:
        return
    assert clean == text(clean, limit=50)
    assert "\x00" not in clean
    assert clean == clean.strip()


@given(st.text(alphabet="ab<>&\"'\n\t/ "))
def test_paragraphs_hold_no_markup_of_the_writers(plain):
    html = paragraphs(plain)

    for tag in ("<p>", "</p>", "<br/>"):
        html = html.replace(tag, "")
    assert "<" not in html
    assert ">" not in html


@given(st.text())
def test_shortened_value_is_one_printable_line(value):
    short = shorten(value)

    assert short.isprintable()
    assert len(short) <= 61


# -- files


@pytest.fixture
def read(tmp_path):
    def read(content, name="a.jsonl"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with override("en"):
            return list(reader_for(path).rows())

    return read


def test_bom_blank_lines_and_windows_line_ends_are_accepted(read):
    rows = read(b'\xef\xbb\xbf{"key": "a"}\r\n\r\n{"key": "b"}')

    assert rows == [RawRow(1, {"key": "a"}), RawRow(3, {"key": "b"})]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"key": "a"}\n{"key": "b"\n' + '{"name": "ş"}'.encode("iso8859-9"), "Line 3"),
        ('{"key": "a"}'.encode("utf-16"), "UTF-16"),
        (b"", "empty"),
    ],
)
def test_file_that_is_no_text_is_refused_whole(read, content, expected):
    with pytest.raises(FileError, match=expected):
        read(content)


@pytest.mark.parametrize(
    "line",
    ['{"key": "a"', "[1]", '"a"', "null", "{'key': 1}", '{"x": NaN}', '{"x": Infinity}', "[" * 100_000, "1" * 5000, "\x00"],
)
def test_broken_line_is_a_problem_and_the_next_one_is_read(read, line):
    problem, row = read(line + '\n{"key": "b"}\n')

    assert isinstance(problem, Problem)
    assert problem.row == 1
    assert row == RawRow(2, {"key": "b"})


def test_name_that_stands_twice_in_a_row_is_a_problem(read):
    (problem,) = read('{"key": "a", "key": "b"}')

    assert problem.column == "key"


def test_huge_line_is_skipped_unread(read, monkeypatch):
    monkeypatch.setattr(readers, "MAX_LINE", 1000)
    monkeypatch.setattr(readers, "_CHUNK", 100)

    problem, row = read('{"name": "' + "x" * 5000 + '"}\n{"key": "b"}')

    assert isinstance(problem, Problem)
    assert row == RawRow(2, {"key": "b"})


def test_line_of_exactly_the_limit_is_read(read, monkeypatch):
    monkeypatch.setattr(readers, "MAX_LINE", 20)

    assert read('{"key": "aaaaaaaa"}\n{"key": "b"}')[0].number == 1


@pytest.mark.parametrize("name", ["a.csv", "a.XLSX"])
def test_formats_that_come_later_say_so(read, name):
    with pytest.raises(FileError, match="yet"):
        read("key\n", name)


def test_unknown_ending_is_a_sentence(read):
    with pytest.raises(FileError, match="jsonl"):
        read("{}", "a.doc")


def test_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(FileError, match=r"yok\.jsonl"):
        list(reader_for(tmp_path / "yok.jsonl").rows())


@settings(max_examples=100)
@given(content=st.binary(max_size=300))
def test_any_bytes_give_rows_problems_or_a_refusal(read, content):
    try:
        rows = read(content)
    except FileError:
        return
    assert all(isinstance(row, RawRow | Problem) for row in rows)

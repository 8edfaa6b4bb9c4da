from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.organisations import marks

drawing = ElementTree.fromstring
GROUPS = st.lists(st.sampled_from([*marks.SHAPES, "elle-eklenen"]), max_size=5)
NAMES = st.one_of(
    st.text(max_size=300),
    st.just("🦊"),
    st.just("a"),
    st.just("ı" * 300),
    st.just("<b>&'\""),
    st.just("حقوق الإنسان"),
    st.just("9" * 300),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("İzmir Kent Konseyi", "KK"),
        ("İzmir Barosu", "BA"),
        ("EGEÇEP", "EG"),
        ("Oy ve Ötesi", "OÖ"),
        ("365 Gün Engelliyiz Platformu", "365"),
        ("S.S. Komşu Kapısı Evde Bakım ve Destek Kooperatifi", "KK"),
        ("izdeniz yönetim ile", "İY"),
        ("ışık", "IŞ"),
        ("İzmir", "İZ"),
        ("ve", "VE"),
        ("A", "A"),
        ("“Umut” (Dernek)", "UD"),
    ],
)
def test_initials_follow_the_rules_of_the_look(name: str, expected: str):
    assert marks.initials(name) == expected


def test_a_name_without_letters_takes_the_initials_of_its_key():
    assert marks.initials("🦊🦊", key="tilki-dostlari") == "TI"


@given(name=NAMES, key=st.from_regex(r"[a-z0-9]{1,20}", fullmatch=True), groups=GROUPS, claimed=st.booleans())
def test_any_name_gives_the_same_small_harmless_drawing_twice(name: str, key: str, groups: list[str], claimed: bool):
    for draw in (marks.column, marks.tile):
        first = draw(key=key, name=name, groups=groups, claimed=claimed)
        root = drawing(first)
        tags = {element.tag for element in root.iter()}
        assert first == draw(key=key, name=name, groups=groups, claimed=claimed)
        assert tags <= {"svg", "path", "rect", "text"}
        assert len(root.findall("path")) == min(len(groups), marks.MAX_SHARES)
        assert "style" not in first
    assert 1 <= len(marks.initials(name, key=key)) <= 4


def test_a_column_grows_with_its_shares_and_lies_down_on_request():
    standing = drawing(marks.column(key="k", name="Ad", groups=["cevre", "kultur"], claimed=True))
    lying = drawing(marks.column(key="k", name="Ad", groups=["cevre", "kultur"], claimed=True, lying=True))
    assert (standing.get("width"), standing.get("height")) == ("48", "148")
    assert (lying.get("width"), lying.get("height")) == ("148", "48")


def test_only_an_unclaimed_plate_is_hollow():
    assert "plate-hollow" in marks.column(key="k", name="Ad", groups=[], claimed=False)
    assert "plate-hollow" not in marks.column(key="k", name="Ad", groups=[], claimed=True)


def test_the_hash_is_fnv1a():
    assert marks.fnv1a("") == 0x811C9DC5
    assert marks.fnv1a("a") == 0xE40C292C
    assert marks.fnv1a("foobar") == 0xBF9CF968

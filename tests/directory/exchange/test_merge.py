"""Three-way merge: an unedited field follows the file, an edited one stays."""

from hypothesis import given
from hypothesis import strategies as st

from directory.exchange.merge import three_way

FIELDS = ("name", "type", "topics")
values = st.one_of(st.none(), st.sampled_from(["", "a", "b", "c"]), st.lists(st.sampled_from("xyz"), max_size=2))
rows = st.fixed_dictionaries(dict.fromkeys(FIELDS, values))


@given(before=st.none() | rows, shipped=rows, current=rows)
def test_loading_twice_writes_once(before, shipped, current):
    first = three_way(before=before, shipped=shipped, current=current)
    second = three_way(before=shipped, shipped=shipped, current=current | first.values)

    assert second.values == {}
    assert second.kept == first.kept


@given(before=rows, shipped=rows)
def test_what_nobody_edited_becomes_what_the_file_says(before, shipped):
    merged = three_way(before=before, shipped=shipped, current=before)

    assert before | merged.values == shipped
    assert merged.kept == ()


@given(before=st.none() | rows, shipped=rows, current=rows)
def test_no_edit_is_ever_overwritten(before, shipped, current):
    merged = three_way(before=before, shipped=shipped, current=current)

    for field in FIELDS:
        if before is None or current[field] != before[field]:
            assert field not in merged.values


@given(before=rows, shipped=rows, current=rows)
def test_every_difference_is_written_or_reported(before, shipped, current):
    merged = three_way(before=before, shipped=shipped, current=current)

    assert {f for f in FIELDS if current[f] != shipped[f]} == {*merged.values, *merged.kept}
    assert not {*merged.values} & {*merged.kept}


def test_field_the_file_says_for_the_first_time_fills_only_an_empty_one():
    merged = three_way(before={}, shipped={"acronym": "A", "name": "X"}, current={"acronym": "", "name": "Y"})

    assert merged.values == {"acronym": "A"}
    assert merged.kept == ("name",)

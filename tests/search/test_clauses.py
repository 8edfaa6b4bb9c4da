"""Clauses that another one holds are not asked: what answers the strictest answers all."""

from hypothesis import given
from hypothesis import strategies as st

from search.engines.queries import strictest
from search.query import Clause

numbers = st.lists(st.integers(0, 4), unique=True, max_size=3).map(tuple)
clauses = st.lists(st.builds(Clause, numbers, numbers), max_size=5)


def answered(clause: Clause, words: set[int], senses: set[int]) -> bool:
    return bool(senses & set(clause.senses)) or (bool(clause.words) and words >= set(clause.words))


@given(clauses, st.sets(st.integers(0, 4)), st.sets(st.integers(0, 4)))
def test_what_answers_the_strictest_clauses_answers_all(asked: list[Clause], words: set[int], senses: set[int]) -> None:
    left = strictest(asked)
    assert all(answered(one, words, senses) for one in left) == all(answered(one, words, senses) for one in asked)


def test_of_clauses_for_the_same_the_one_of_more_words_is_left() -> None:
    wide, narrow, other = Clause((0,), (1,)), Clause((0, 2), (1,)), Clause((0, 2, 3), (4,))
    assert strictest([wide, narrow, other]) == [narrow, other]
    assert strictest([wide, wide]) == [wide, wide]

"""Clauses that mean one of several, and places that are all that is asked for. Part of `reading`."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from search.query import Clause
from search.wordlists import GENERIC, OR

if TYPE_CHECKING:
    from search.reading import Reading

ALTERNATIVES = ("language", "type", "target", "scope")
SURE_PLACE = 12.0  # the weight of a place that is no everyday word


def join_places(reading: Reading) -> None:
    """Make one clause of places beside each other, none of which lies in another: "Bornova veya Buca" means any of the two."""

    def place(clause: Clause) -> str:
        senses = [reading.senses[at] for at in clause.senses]
        return senses[0].value if len(senses) == 1 and senses[0].kind == "place" else ""

    values = {value for clause in reading.clauses if (value := place(clause))}
    if len(values) < 2 or any(one.startswith(f"{other}/") for one in values for other in values):
        return
    _join(reading, [clause for clause in reading.clauses if place(clause)])


def join_alternatives(reading: Reading) -> None:
    """Make one clause of values of one kind with "or" between them: "Fransızca ya da Rusça bilen"."""

    def kinds(clause: Clause) -> set[str]:
        return {reading.senses[at].kind for at in clause.senses}.intersection(ALTERNATIVES)

    for first, second in pairwise(sorted(reading.clauses, key=lambda clause: min(clause.words, default=0))):
        if not first.words or not second.words or not kinds(first) & kinds(second):
            continue
        between = range(max(first.words) + 1, min(second.words))
        if between and all(reading.words[at].folded in OR for at in between):
            _join(reading, [first, second])
            return


def decide_by_place(reading: Reading) -> None:
    """Let places find by themselves where nothing else is asked for: "Alsancak'taki dernekler"."""
    if any(sense.decides for sense in reading.senses):
        return
    sure = {at for at, sense in enumerate(reading.senses) if sense.kind == "place" and sense.weight >= SURE_PLACE}
    named = {at for number in sure for at in reading.senses[number].words} | reading.aside
    if all(at in named or word.folded in reading.filler or word.folded in GENERIC for at, word in enumerate(reading.words)):
        for number in sure:
            reading.senses[number] = replace(reading.senses[number], decides=True)


def _join(reading: Reading, joined: list[Clause]) -> None:
    words = tuple(at for clause in joined for at in clause.words)
    senses = tuple(dict.fromkeys(at for clause in joined for at in clause.senses))
    reading.clauses = [clause for clause in reading.clauses if clause not in joined] + [Clause(words, senses)]

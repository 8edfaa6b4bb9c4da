"""What was asked, read into a plan that any engine can run: words in their forms, concepts, places, whole names.

Every weight is a multiple of 1/64, so that sums are exact in an engine's 32-bit floats and equal scores are equal everywhere.
"""

from dataclasses import dataclass
from typing import Literal

from search.types import Interpretation

FormName = Literal["surface", "lemma", "prefix", "edge"]
MAX_TEXT = 300  # characters of a query that are read
MAX_WORDS = 24
TIE = 0.25  # what a word adds by standing in a second field, or in a second form


def exact(weight: float) -> float:
    """Return the weight rounded to a multiple of 1/64."""
    return round(weight * 64) / 64


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a word may stand in a document; `factor` says how sure it is then."""

    name: FormName
    text: str
    factor: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question.

    One that is not `telling` (filler, "dernek") neither finds nor orders beside words that are. One that is `common` finds and
    orders only where it stands in a name: beside "mülteci" and read as one concept with it "hakları" says nothing more. One
    that is `aside`, said by the way and held by most documents, orders, and finds only where it stands in a name.
    """

    text: str  # as typed
    folded: str
    forms: tuple[Form, ...]
    weight: float
    telling: bool = True
    common: bool = False
    aside: bool = False
    corrected: str = ""  # the spelling searched instead


@dataclass(frozen=True, slots=True)
class Sense:
    """Words read as a concept; documents that fit carry `value` in `facet`. `words` are positions in the plan."""

    kind: str
    facet: str
    value: str
    weight: float
    words: tuple[int, ...] = ()
    decides: bool = True  # a document that fits nothing else is found by it
    echoes: tuple[tuple[str, ...], ...] = ()  # other words for it, as lemmas: said in a text they count for something


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the question that a fitting document answers: by any of these words together, or any of these senses.

    An optional one is said by the way: answering it orders, not answering it is no misfit.
    """

    words: tuple[int, ...]
    senses: tuple[int, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole reading. With neither words nor senses every document matches."""

    text: str = ""
    words: tuple[Word, ...] = ()
    senses: tuple[Sense, ...] = ()
    clauses: tuple[Clause, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    whole: tuple[str, ...] = ()
    cores: tuple[str, ...] = ()  # every run of words as joined lemmas, one of which may be a name's
    interpretation: tuple[Interpretation, ...] = ()
    corrected: str = ""
    truncated: bool = False

    @property
    def empty(self) -> bool:
        return not self.words and not self.senses

    @property
    def places(self) -> tuple[Sense, ...]:
        return tuple(sense for sense in self.senses if sense.kind == "place")

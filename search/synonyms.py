"""Word synonyms compiled for look-up: typed words -> other words that say the same, as lemmas. Rows: search.models.Synonym."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max

from search import analysis, english
from search.lexicon import Kept, stems_of
from search.models import MAX_PHRASE, Synonym

MAX_MEANT = 24  # alternatives of one phrase
Lemmas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of synonyms. `both`: every word of both lists means all the others."""

    words: tuple[str, ...]
    means: tuple[str, ...]
    both: bool = False
    weak: bool = False
    lang: str = "tr"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a typed phrase also means: each alternative is the lemmas of its words."""

    alternatives: tuple[Lemmas, ...]
    weak: bool = False
    said: tuple[str, ...] = ()  # the phrase as it is written, in Turkish lower case


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Phrases by their folded words and by the lemmas of these."""

    exact: dict[Lemmas, Meaning] = field(default_factory=dict)
    lemmas: dict[Lemmas, Meaning] = field(default_factory=dict)
    english: dict[Lemmas, Meaning] = field(default_factory=dict)
    words: frozenset[str] = frozenset()  # every typed word, folded

    def find(self, folded: Sequence[str], surfaces: Sequence[str], stems: Sequence[str], at: int) -> tuple[int, Meaning | None]:
        """Return the length and the meaning of the longest phrase that begins at a position; (0, None) for none.

        What folds to the same is told apart by the Turkish letters of `surfaces`: yaşa is not yasa.
        """
        for length in range(min(MAX_PHRASE, len(folded) - at), 0, -1):
            span = slice(at, at + length)
            for meaning in (self.exact.get(tuple(folded[span])), self.lemmas.get(tuple(stems[span]))):
                if meaning and all(map(analysis.allows, surfaces[span], meaning.said)):
                    return length, meaning
            if meaning := self._english(folded[span]):
                return length, meaning
        return 0, None

    def has_english(self, folded: str) -> bool:
        """Return whether a word, in any form, begins or is an English entry of one word."""
        return any((stem,) in self.english for stem in english.stems(folded))

    def _english(self, words: Sequence[str]) -> Meaning | None:
        """English endings: the last word of a phrase carries them, of two words the first may, too ("looking for")."""
        for last in english.stems(words[-1]):
            for first in english.stems(words[0]) if len(words) > 1 else ("",):
                phrase = (first, *words[1:-1], last) if first else (last,)
                if meaning := self.english.get(phrase):
                    return meaning
        return None


def compile_rows(rows: Iterable[Row], lemma: Callable[[str], str]) -> Synonyms:
    """Return the rows ready for look-up. `lemma` gives the folded lemma of a folded word, or ''."""
    meant: dict[tuple[str, Lemmas], dict[Lemmas, bool]] = {}
    typed: set[str] = set()
    written: dict[Lemmas, tuple[str, ...]] = {}
    for row in rows:
        for said, others in _pairs(row):
            tokens = analysis.tokens(said)
            words = tuple(token.folded for token in tokens)
            if not 0 < len(words) <= MAX_PHRASE:
                continue
            typed.update(words)
            written.setdefault(words, tuple(token.surface for token in tokens))
            found = meant.setdefault(("en" if row.lang == "en" else "tr", words), {})
            for other in others:
                lemmas = tuple(lemma(token.folded) or token.folded for token in analysis.tokens(other))
                if lemmas and lemmas != words:
                    found[lemmas] = found.get(lemmas, True) and row.weak
    tables: dict[str, dict[Lemmas, Meaning]] = {"tr": {}, "en": {}}
    lemmatised: dict[Lemmas, Meaning] = {}
    for (lang, words), found in meant.items():
        meaning = Meaning(tuple(found)[:MAX_MEANT], all(found.values()), written[words])
        if meaning.alternatives:
            tables[lang][words] = meaning
            if lang == "tr":
                lemmatised.setdefault(stems_of(words, lemma), meaning)
    return Synonyms({**tables["en"], **tables["tr"]}, lemmatised, tables["en"], frozenset(typed))


def _pairs(row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not row.both:
        yield from ((said, row.means) for said in row.words)
        return
    group = (*row.words, *row.means)
    yield from ((said, tuple(other for other in group if other != said)) for said in group)


def split(text: str) -> tuple[str, ...]:
    """Return the words or phrases of a list as it is typed."""
    return tuple(part for part in (" ".join(piece.split()) for piece in text.split(",")) if part)


_kept = Kept(Synonyms())


def current(lemma: Callable[[str], str], words_stamp: object) -> Synonyms:
    """Return the rows of the database compiled; `words_stamp` changes when the lemmas may."""
    stamp = tuple(sorted(Synonym.objects.aggregate(n=Count("pk"), newest=Max("updated_at")).items()))
    return _kept.get(stamp, words_stamp, lemma, lambda lemmas: compile_rows(stored_rows(), lemmas))


def stored_rows(*, without: int | None = None) -> Iterator[Row]:
    """Yield the rows of the database, all but one."""
    for synonym in Synonym.objects.exclude(pk__in=[without] if without else []).order_by("id").iterator(chunk_size=2000):
        yield row_of(synonym)


def row_of(synonym: Synonym) -> Row:
    """Return a synonym, saved or not, as it is compiled."""
    both = synonym.relation == Synonym.Relation.TWO_WAY
    return Row(split(synonym.words), split(synonym.means), both, synonym.weak, synonym.lang)

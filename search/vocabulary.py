"""The words of all documents, in memory: lemmas, how rare they are, their spelling. Filled by whoever writes an index.

Questions are read with `recent()`; writers ask `current()`, then call `learn()` for the words of a few documents and
`recount()` after a rebuild.
"""

import math
import threading
import time
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from search import analysis, chat, lemmas
from search.models import Vocabulary

T = TypeVar("T")
Row = tuple[str, str, str, int]  # surface, folded, folded lemma, documents
MAX_WORD = 64
COMMON = 0.2  # of all documents: a word in so many tells nothing beside a rarer one of the same concept …
MOST = 0.5  # the same for a word that is told or said by the way, and for what its beginning finds
MANY = 20  # … and in so many documents at least
FEW = 200  # new words that are worked in one by one
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_OVERLAP = timedelta(minutes=2)  # a row may be committed after one with a newer stamp


@dataclass
class Words:
    """A compact, immutable-by-convention view of the vocabulary; all keys are folded.

    Most words are spelt as they fold and are their own lemma: only what differs takes memory.
    """

    counts: dict[str, int] = field(default_factory=dict)  # word -> documents that hold it
    surfaces: dict[str, str] = field(default_factory=dict)  # … -> how it is spelt, where that is not how it folds
    lemmas: dict[str, str] = field(default_factory=dict)  # … -> its lemma, folded, where that is another word
    inflected: dict[str, int] = field(default_factory=dict)  # lemma -> documents of such words
    size: int = 1  # the number of documents, as far as the commonest word tells

    @cached_property
    def ordered(self) -> list[str]:
        return sorted(self.counts)

    @cached_property
    def skeletons(self) -> chat.Skeletons:
        """Consonants -> the word that stands for them when the vowels are left out (`search.chat`)."""
        return chat.skeletons(self.counts)

    def put(self, surface: str, folded: str, lemma: str, documents: int) -> None:
        old = self.counts.get(folded)
        if old is None or documents >= old or self.surface(folded) == surface:
            self.counts[folded] = max(documents, old or 0)
            for table, value in ((self.surfaces, surface), (self.lemmas, lemma)):
                if value != folded:
                    table[folded] = value
                else:
                    table.pop(folded, None)
        self.size = max(self.size, documents)

    def count_lemmas(self) -> None:
        self.inflected = {}
        for folded, lemma in self.lemmas.items():
            self._count(lemma, self.counts[folded])

    def grown(self, rows: Iterable[Row]) -> "Words":
        """Return a view with these words besides, or counted anew; what this one has worked out is carried over."""
        grown = Words(dict(self.counts), dict(self.surfaces), dict(self.lemmas), dict(self.inflected), self.size)
        fresh: dict[str, bool] = {}  # word -> whether nobody had met it
        for surface, folded, lemma, documents in rows:
            old = grown._row(folded)
            grown.put(surface, folded, lemma, documents)
            new = grown._row(folded)
            if new != old:
                fresh.setdefault(folded, old is None)
                for known, times in ((old, -1), (new, 1)):
                    if known is not None and known[1] != folded:
                        grown._count(known[1], times * known[2])
        if len(fresh) <= FEW:
            if "ordered" in self.__dict__ or "skeletons" in self.__dict__:
                ordered = grown.__dict__["ordered"] = self.ordered.copy()
                for word in (word for word, unmet in fresh.items() if unmet):
                    insort(ordered, word)
            if "skeletons" in self.__dict__:
                grown.__dict__["skeletons"] = chat.more_skeletons(self.skeletons, fresh, grown._beginning_with)
        return grown

    def _row(self, folded: str) -> tuple[str, str, int] | None:
        """Return the spelling, the lemma and the documents of a word."""
        documents = self.counts.get(folded)
        return None if documents is None else (self.surface(folded), self.written(folded), documents)

    def _count(self, lemma: str, documents: int) -> None:
        counted = self.inflected.get(lemma, 0) + documents
        if counted:
            self.inflected[lemma] = counted
        else:
            self.inflected.pop(lemma, None)

    def _beginning_with(self, letter: str) -> Iterator[tuple[str, float]]:
        first, last = bisect_left(self.ordered, letter), bisect_left(self.ordered, chr(ord(letter) + 1))
        return ((word, self.counts[word]) for word in self.ordered[first:last])

    def __contains__(self, folded: str) -> bool:
        return folded in self.counts

    def surface(self, folded: str) -> str:
        return self.surfaces.get(folded, folded)

    def lemma(self, folded: str) -> str:
        """Return the folded lemma of a folded word; of an unknown one the longest known stem under Turkish endings, or ''."""
        if folded in self.counts:
            return self.written(folded)
        return next((known for stem in analysis.stems(folded) if (known := self.stem(stem))), "")

    def written(self, folded: str) -> str:
        """Return the folded lemma of a folded word that a document holds; '' for any other word."""
        return self.lemmas.get(folded, folded) if folded in self.counts else ""

    def stem(self, folded: str) -> str:
        """Return the lemma of a stem that is a known word or lemma; '' for none."""
        return folded if self.holds(folded) else self.written(folded)

    def holds(self, lemma: str) -> bool:
        """Say whether any document holds a lemma, in whichever form."""
        return lemma in self.inflected or (lemma in self.counts and lemma not in self.lemmas)

    def unbent(self, folded: str) -> bool:
        """Say whether documents hold a word, and none holds another form of it: asking for both would find the same twice."""
        return folded in self.counts and folded not in self.lemmas and folded not in self.inflected

    def lemma_documents(self, lemma: str) -> int:
        """Return how many documents hold a lemma; one with two forms of it counts twice."""
        itself = 0 if lemma in self.lemmas else self.counts.get(lemma, 0)
        return self.inflected.get(lemma, 0) + itself

    def documents(self, folded: str, lemma: str = "") -> int:
        """Return how many documents hold a word or its lemma."""
        return min(self.size, max(self.lemma_documents(lemma or folded), self.counts.get(folded, 0)))

    def common(self, folded: str, lemma: str = "", share: float = COMMON) -> bool:
        """Say whether a good part of all documents holds a word or its lemma; of few documents nothing can be told."""
        return self.documents(folded, lemma) >= max(MANY, share * self.size)

    def rarity(self, folded: str, lemma: str = "") -> float:
        """Return the inverse document frequency of a word by its lemma, between 1 (in every document) and about 12."""
        documents = self.documents(folded, lemma) or 1
        return 1.0 + math.log(1.0 + (self.size - documents + 0.5) / (documents + 0.5))

    def starting_with(self, prefix: str, limit: int = 20) -> list[str]:
        """Return up to `limit` words that begin with the prefix, in alphabetical order."""
        at = bisect_left(self.ordered, prefix)
        found = []
        for word in self.ordered[at : at + limit]:
            if not word.startswith(prefix):
                break
            found.append(word)
        return found

    def beginnings(self, folded: str) -> list[str]:
        """Return the beginnings of known words one slip away from an unfinished word, the likeliest first."""
        near = _one_slip(folded)
        found = [(word, self.starting_with(word, 50)) for word in near if len(word) > 2]
        counted = [(word, sum(self.counts[w] for w in words)) for word, words in found if words]
        return [word for word, n in sorted(counted, key=lambda item: (item[0][0] != folded[0], -item[1], item[0]))]

    def corrections(self, folded: str) -> list[str]:
        """Return the known words one slip away (a letter more, less, other or swapped), the likeliest first."""
        known = [word for word in _one_slip(folded) if word in self.counts and word != folded and len(word) > 2]
        swapped = sorted(folded)
        return sorted(
            known,
            key=lambda word: (word[0] != folded[0], sorted(word) != swapped, -self.counts[word], word),
        )


def _one_slip(folded: str) -> set[str]:
    """Return the words made of this one by a letter more, less, other or swapped."""
    cuts = [(folded[:i], folded[i:]) for i in range(len(folded) + 1)]
    near = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    near |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS} | {a + c + b for a, b in cuts for c in _LETTERS}
    return near


_lock = threading.Lock()
_words = Words()
_newest: tuple[int, str, datetime] | None = None
_stamped: dict[datetime, int] = {}  # the latest stamps -> how many words of each were read
_asked = -math.inf  # when the database was asked for news last


def recent() -> Words:
    """Return the vocabulary as it was at most SEARCH_KNOWLEDGE_SECONDS ago, which is enough to read a question."""
    return _words if time.monotonic() - _asked < settings.SEARCH_KNOWLEDGE_SECONDS else current()


def current() -> Words:
    """Return the vocabulary as it is in the database; costs one small query when nothing changed."""
    global _words, _newest, _stamped, _asked  # noqa: PLW0603 - one a process
    asked = time.monotonic()
    newest = Vocabulary.objects.order_by("-updated_at", "-id").values_list("id", "surface", "updated_at").first()
    if newest == _newest:
        _asked = asked
        return _words
    with _lock:
        rows = Vocabulary.objects.order_by()
        since = _newest[2] if _newest is not None and _is_there(_newest) else None
        stamped = _latest_stamps(newest[2]) if newest is not None else {}
        if since is not None and newest is not None and newest[2] >= since:
            late = _latest_stamps(since)
            rows = rows.filter(updated_at__in=[stamp for stamp, n in late.items() if n != _stamped.get(stamp)])
            words = _words.grown(_read(rows))
        else:
            words = Words()
            for row in _read(rows):
                words.put(*row)
            words.count_lemmas()
        _words, _newest, _stamped, _asked = words, newest, stamped, asked
    return _words


def _read(rows: QuerySet[Vocabulary]) -> Iterator[Row]:
    """Yield the words as `Words.put` takes them."""
    read: dict[str, str] = {}  # a lemma as written -> folded, the same string for all forms of a word
    for surface, folded, lemma, documents in rows.values_list("surface", "folded", "lemma", "documents").iterator(5000):
        if lemma == surface:  # as most are; folding is most of the work
            yield surface, folded, folded, documents
            continue
        if lemma not in read:
            read[lemma] = analysis.token_text(lemma)
        yield surface, folded, read[lemma] or folded, documents


def _latest_stamps(newest: datetime) -> dict[datetime, int]:
    """Return the stamps from a little before the newest one on, and how many words have each."""
    rows = Vocabulary.objects.filter(updated_at__gte=newest - _OVERLAP).order_by("updated_at")
    return dict(rows.values_list("updated_at").annotate(n=Count("id")))


def _is_there(row: tuple[int, str, datetime]) -> bool:
    """Say whether the database still holds a word as it was read; another database does not."""
    return Vocabulary.objects.filter(id=row[0], surface=row[1]).exists()


def lemma(surface: str) -> str:
    """Return the lemma of a surface; asks the dictionary only for a word that the vocabulary does not hold."""
    folded, words = analysis.token_text(surface), _words
    return words.lemma(folded) if folded in words and words.surface(folded) == surface else lemmas.lemma(surface)


def learn(counts: Mapping[str, int]) -> None:
    """Add the words (surface -> documents that hold it) that nobody has met; the counts of known ones stay until a recount."""
    words = current()
    missing = {s: n for s, n in counts.items() if _is_kept(s, n) and _spelt_otherwise(words, s)}
    known = _known(missing)
    _insert((s, n) for s, n in missing.items() if s not in known)


def recount(counts: Mapping[str, int]) -> None:
    """Make the counts those of a whole rebuild; words that no document holds any more go."""
    rows = {row.surface: row for row in Vocabulary.objects.iterator(chunk_size=5000)}
    changed = []
    stamp = _stamp()
    for surface, row in rows.items():
        if not _is_kept(surface, counts.get(surface, 0)):
            continue
        was = row.documents, row.lemma
        row.documents, row.lemma = counts[surface], lemmas.lemma(surface)[:MAX_WORD]
        if was != (row.documents, row.lemma):
            row.updated_at = stamp
            changed.append(row)
    for batch in _batches(changed):
        Vocabulary.objects.bulk_update(batch, ["documents", "lemma", "updated_at"], batch_size=300)
    for gone in _batches([row.id for surface, row in rows.items() if not _is_kept(surface, counts.get(surface, 0))]):
        Vocabulary.objects.filter(id__in=gone).delete()
    _insert((surface, n) for surface, n in counts.items() if surface not in rows and _is_kept(surface, n))


def _is_kept(surface: str, documents: int) -> bool:
    """Say whether a word is worth remembering. A number that one document holds is as rare as any unknown word, and no slip."""
    return 0 < len(surface) <= MAX_WORD and documents > (1 if surface.isdigit() else 0)


def _spelt_otherwise(words: Words, surface: str) -> bool:
    folded = analysis.token_text(surface)
    return folded not in words or words.surface(folded) != surface


def _known(surfaces: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for batch in _batches(list(surfaces)):
        known.update(Vocabulary.objects.filter(surface__in=batch).values_list("surface", flat=True))
    return known


def _stamp() -> datetime:
    """Return a time after every other one, even where the clock went back: readers look for what is newer than theirs."""
    newest = Vocabulary.objects.order_by("-updated_at").values_list("updated_at", flat=True).first()
    now = timezone.now()
    return max(now, newest + timedelta(microseconds=1)) if newest else now


def _insert(words: Iterable[tuple[str, int]]) -> None:
    stamp = _stamp()
    for batch in _batches(list(words)):
        rows = [
            Vocabulary(
                surface=surface,
                folded=analysis.token_text(surface)[:MAX_WORD],
                lemma=lemmas.lemma(surface)[:MAX_WORD],
                documents=documents,
                updated_at=stamp,
            )
            for surface, documents in batch
        ]
        Vocabulary.objects.bulk_create(rows, ignore_conflicts=True)


def _batches(items: list[T], size: int = 500) -> Iterable[list[T]]:
    return (items[at : at + size] for at in range(0, len(items), size))

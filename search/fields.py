"""SearchDocument -> fields of ready tokens, the same for every engine; and the weights with which a field answers.

A field is a group of texts in one form: `title_surface`, `tag_lemma`. A form `edge` holds the beginnings of name words.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise

from search import analysis
from search.types import SearchDocument
from search.wordlists import GENERIC

logger = logging.getLogger(__name__)

FORMS = ("surface", "lemma", "prefix")
NAMES = ("name", "acronym")
# How much a word says by where it stands; set on the development queries (docs/search.md has the table).
GROUPS: Mapping[str, float] = {
    "name": 2.5,
    "acronym": 3.5,
    "tag": 2.0,
    "brief": 1.5,
    "body": 1.0,
}
EDGE_WEIGHT = 3.0  # of the beginning of a name word
# Beside the groups: `names` holds all names, `any` everything, each word once: to ask whether, not where.
TEXT_FIELDS = (*(f"{group}_{form}" for group in (*GROUPS, "names", "any") for form in FORMS), "name_edge")
MAX_EDGE = 16
MAX_LENGTH = 8

_NAME_GROUP = {"title": "name", "legal_name": "name", "alias": "name", "acronym": "acronym"}
_PASSAGE_GROUP = {
    "summary": "brief",
    "topic": "tag",
    "keyword": "tag",
    "offer": "brief",
    "need": "brief",
    "place": "body",
    "about": "body",
    "other": "body",
}


@dataclass(slots=True)
class Analysed:
    """The tokens of one document by field, and its distinct words."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)  # whole names as one token each
    cores: set[str] = field(default_factory=set)  # the lemmas of a name's telling words as one token
    words: set[str] = field(default_factory=set)  # surfaces, for the vocabulary
    lengths: set[int] = field(default_factory=set)  # of the names, in telling words
    exchanged: set[str] = field(default_factory=set)  # what is offered or needed, word by word, as `exchanged()` writes it


class Words(dict[str, tuple[str, str, str, str]]):
    """Words as written -> surface, folded form, prefix, folded lemma; each is worked out once.

    `lemma` gives the dictionary form of a surface.
    """

    LIMIT = 200_000

    def __init__(self, lemma: Callable[[str], str]) -> None:
        super().__init__()
        self._lemma = lemma

    def __missing__(self, written: str) -> tuple[str, str, str, str]:
        if len(self) >= self.LIMIT:
            self.clear()
        surface, folded, _ = analysis.read_word(written)
        lemma = (analysis.token_text(self._lemma(surface)) or folded) if folded else ""
        found = self[written] = (surface, folded, folded[: analysis.PREFIX], lemma)
        return found


class UnreadableError(Exception):
    """The analysis stumbled over a document; the text says how."""


def analysed(document: SearchDocument, words: Words) -> Analysed:
    """Return the tokens of a document; raises UnreadableError where that fails: one odd text must not hold up all others."""
    try:
        return analyse(document, words)
    except Exception as error:
        logger.exception("The document of %s %s cannot be analysed.", document.kind, document.object_id)
        raise UnreadableError(f"{type(error).__name__}: {error}") from error


def analyse(document: SearchDocument, words: Words) -> Analysed:
    """Return the tokens of a document."""
    result = Analysed()
    for group, text in texts(document):
        _add(result, group, text, words)
        if group in NAMES:
            found = analysis.tokens(text)
            _add_name(result, group, text, found)
            telling = [words[text[token.start : token.stop]][3] for token in found if token.folded not in GENERIC]
            if len(telling) > 1:
                result.cores.add("".join(telling))
    for passage in document.passages:
        if passage.kind in ("offer", "need") and passage.label:
            lemmas = {words[written][3] for written in analysis.written_words(passage.text)} - {""}
            result.exchanged.update(exchanged(passage.kind, passage.label, lemma) for lemma in lemmas)
    for form in FORMS:
        for union, groups in (("names", NAMES), ("any", tuple(GROUPS))):
            parts = (result.texts.get(f"{group}_{form}", ()) for group in groups)
            result.texts[f"{union}_{form}"] = list(dict.fromkeys(chain.from_iterable(parts)))
    result.whole = sorted(set(result.whole))
    return result


def exchanged(kind: str, value: str, lemma: str) -> str:
    """Return the token of a word of an offer or need: `offer:venue:rampa`."""
    return f"{kind}:{value}:{lemma}"


def texts(document: SearchDocument) -> Iterable[tuple[str, str]]:
    """Yield every searchable text of a document with its group."""
    named = {name.text for name in document.names}
    yield from (("name", title) for title in dict.fromkeys(document.title.values()) if title not in named)
    yield from ((_NAME_GROUP[name.kind], name.text) for name in document.names)
    told = {passage.text for passage in document.passages}
    yield from (("brief", text) for text in document.summary.values() if text not in told)
    yield from ((_PASSAGE_GROUP[passage.kind], passage.text) for passage in document.passages)


def whole_names(text: str) -> set[str]:
    """Return a name as single tokens: complete, and without generic words and spaces."""
    words = [token.folded for token in analysis.tokens(text)]
    telling = [word for word in words if word not in GENERIC]
    return {"".join(words), "".join(telling)} - {""}


def _add(result: Analysed, group: str, text: str, words: Words) -> None:
    found = [word for written in analysis.written_words(text) if (word := words[written])[1]]
    if found:
        surfaces, folded, prefixes, lemmas = zip(*found, strict=True)
        result.words.update(surfaces)
        for form, tokens in (("surface", folded), ("lemma", lemmas), ("prefix", prefixes)):
            result.texts.setdefault(f"{group}_{form}", []).extend(tokens)


def _add_name(result: Analysed, group: str, text: str, found: tuple[analysis.Token, ...]) -> None:
    result.whole.extend(whole_names(text))
    if group != "acronym":
        result.lengths.add(min(MAX_LENGTH, sum(token.folded not in GENERIC for token in found)))
    edges = result.texts.setdefault("name_edge", [])
    for token in found:
        edges.extend(token.folded[:length] for length in range(1, min(len(token.folded), MAX_EDGE) + 1))
    # "Teker-Sen" is typed "tekersen", "Kara Kaçan" "karakaçan".
    pairs = pairwise(found)
    joined = [
        a.folded + b.folded for a, b in pairs if b.start - a.stop == 1 and a.folded not in GENERIC and b.folded not in GENERIC
    ]
    result.texts.setdefault(f"{group}_surface", []).extend(joined)  # of a name without a single word, 🌳, there are none
    result.words.update(joined)

"""SearchDocument -> fields of ready tokens, the same for every engine; and the weights with which a field answers.

A field is a group of texts in one form: `title_surface`, `tag_lemma`. A form `edge` holds the beginnings of name words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from search import analysis
from search.types import SearchDocument
from search.wordlists import GENERIC

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


def analyse(document: SearchDocument, lemma: Callable[[str], str]) -> Analysed:
    """Return the tokens of a document. `lemma` gives the dictionary form of a surface."""
    result = Analysed()
    for group, text in texts(document):
        found = analysis.tokens(text)
        result.words.update(token.surface for token in found)
        _add(result, group, found, lemma)
        if group in NAMES:
            _add_name(result, group, text, found)
            telling = [analysis.token_text(lemma(token.surface)) for token in found if token.folded not in GENERIC]
            if len(telling) > 1:
                result.cores.add("".join(telling))
    for form in FORMS:
        for union, groups in (("names", NAMES), ("any", tuple(GROUPS))):
            parts = (result.texts.get(f"{group}_{form}", ()) for group in groups)
            result.texts[f"{union}_{form}"] = list(dict.fromkeys(token for part in parts for token in part))
    result.whole = sorted(set(result.whole))
    return result


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


def _add(result: Analysed, group: str, found: Iterable[analysis.Token], lemma: Callable[[str], str]) -> None:
    surfaces = result.texts.setdefault(f"{group}_surface", [])
    lemmas = result.texts.setdefault(f"{group}_lemma", [])
    prefixes = result.texts.setdefault(f"{group}_prefix", [])
    for token in found:
        surfaces.append(token.folded)
        lemmas.append(analysis.token_text(lemma(token.surface)) or token.folded)
        prefixes.append(token.prefix)


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
    result.texts[f"{group}_surface"].extend(joined)
    result.words.update(joined)

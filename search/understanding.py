"""The words of a question -> Plan: forms, concepts, places, corrections. What an engine does with it is its own affair."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from search import analysis
from search.fields import MAX_EDGE, whole_names
from search.lexicon import Compiled
from search.query import MAX_TEXT, MAX_WORDS, Clause, Form, Plan, Sense, Word, exact
from search.registry import Term
from search.types import Interpretation
from search.vocabulary import Words
from search.wordlists import FILLER, GENERIC

# How sure a word is by the form in which it is found; set on the development queries.
SURFACE, LEMMA, PREFIX, EDGE, JOINED, CORRECTED = 1.0, 0.9, 0.5, 0.4, 0.9, 0.7
FILLER_WEIGHT = 0.25
GENERIC_WEIGHT = 0.25
SENSE_WEIGHTS: Mapping[str, float] = {
    "topic": 10.0,
    "place": 12.0,
    "type": 2.0,
    "target": 1.5,
    "offer": 4.0,
    "need": 4.0,
    "scope": 2.0,
    "language": 4.0,
}
MAX_CORE = 6  # words of a name that are sought together
IN_CONCEPT = 0.5  # of the weight of a word that is already read as a concept
DECIDING = ("topic", "target", "offer", "need", "language")

UNCORRECTED = "correction:off"  # among the ignored interpretations: the words stay as they were written
_CONTROL = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Raw:
    text: str
    surface: str
    folded: str


def clean(text: str) -> tuple[str, bool]:
    """Return the text without control and direction characters, spaces made one, cut at MAX_TEXT; and whether it was cut."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" or c in "\u200c\u200d" else " " for c in text[: MAX_TEXT * 4])
    tidy = _CONTROL.sub(" ", kept).strip()
    cut = len(tidy) > MAX_TEXT or len(text) > MAX_TEXT * 4
    return tidy[:MAX_TEXT].strip(), cut


def understand(text: str, *, words: Words, lexicon: Compiled, ignored: Collection[str] = (), lang: str = "tr") -> Plan:
    """Return the plan of a question. `ignored` holds interpretations, as "kind:value", whose words are ordinary words."""
    tidy, truncated = clean(text)
    found = analysis.tokens(tidy)
    raw = [_Raw(tidy[t.start : t.end], t.surface, t.folded) for t in found[:MAX_WORDS]]
    truncated = truncated or len(found) > MAX_WORDS
    if not raw:
        return Plan(text=tidy, truncated=truncated)
    typed = [word.folded for word in raw]
    pairs = [_join(typed, at, words) for at in range(len(raw))]
    folded = [word if pair else _corrected(word, words, lexicon) or word for word, pair in zip(typed, pairs, strict=True)]
    if UNCORRECTED in ignored:
        folded = typed
    stems = [_stem(word, words, lexicon) or word for word in folded]
    senses, clauses, interpretation, covered = _senses(
        raw, folded=folded, stems=stems, lexicon=lexicon, ignored=frozenset(ignored), lang=lang
    )
    plan_words: list[Word] = []
    for at, word in enumerate(raw):
        correction = folded[at] if folded[at] != word.folded else ""
        plan_words.append(
            _word(word, folded[at], stems[at], correction=correction, pair=pairs[at], share=covered.get(at, 1.0), words=words)
        )
    if not any(word.telling for word in plan_words) and not any(sense.decides for sense in senses):
        clauses = []
    clauses += [Clause((at,)) for at, word in enumerate(plan_words) if word.telling and at not in covered]
    phrases = [(a, b) for a, b in pairwise(folded) if not (a in FILLER and b in FILLER)]
    corrected = " ".join(words.surface(new) if new != old.folded else old.text for old, new in zip(raw, folded, strict=True))
    changed = any(new != old.folded for old, new in zip(raw, folded, strict=True))
    return Plan(
        text=tidy,
        words=tuple(plan_words),
        senses=tuple(senses),
        clauses=tuple(clauses),
        phrases=tuple(phrases),
        cores=_cores([stem for word, stem in zip(folded, stems, strict=True) if word not in GENERIC]),
        whole=tuple(sorted(whole_names(tidy) | whole_names(" ".join(folded)))),
        interpretation=tuple(interpretation),
        corrected=corrected if changed else "",
        truncated=truncated,
    )


def _word(raw: _Raw, folded: str, stem: str, *, correction: str, pair: str, share: float, words: Words) -> Word:
    sure = CORRECTED if correction else 1.0
    forms = [Form("surface", folded, SURFACE * sure)]
    if stem:
        forms.append(Form("lemma", stem, LEMMA * sure))
        if stem != folded:
            forms.append(Form("surface", stem, LEMMA * sure))
    if len(folded) >= 4:
        forms.append(Form("prefix", folded[: analysis.PREFIX], PREFIX * sure))
    if len(folded) >= 2:
        forms.append(Form("edge", folded[:MAX_EDGE], EDGE * sure))
    if pair:
        forms.append(Form("surface", pair, JOINED * min(2.0, words.rarity(pair) / words.rarity(folded, stem))))
    if not correction and folded not in words and len(stem) <= 4 < len(folded):
        # An unknown word that could be a short stem with endings, or a slip: both are tried.
        forms += [Form("surface", near, CORRECTED) for near in words.corrections(folded)[:1]]
    generic = folded in GENERIC
    filler = folded in FILLER or (len(folded) == 1 and not folded.isdigit())
    weight = words.rarity(folded, stem) * share
    if generic or filler:
        weight = GENERIC_WEIGHT if generic else FILLER_WEIGHT
    return Word(
        raw.text, folded, tuple(forms), exact(weight), not (generic or filler), words.surface(correction) if correction else ""
    )


def _cores(stems: Sequence[str]) -> tuple[str, ...]:
    """Return each run of two to MAX_CORE lemmas, joined."""
    runs = (stems[at : at + length] for length in range(2, MAX_CORE + 1) for at in range(len(stems) - length + 1))
    return tuple(dict.fromkeys("".join(run) for run in runs))


def _stem(folded: str, words: Words, lexicon: Compiled) -> str:
    """Return the lemma of a word; of one nobody has written yet, the longest stem that documents or terms hold; or ''."""
    if folded in words:
        return words.lemma(folded)
    if folded in lexicon.words:
        return words.lemma(folded) or folded
    for stem in analysis.stems(folded):
        if known := words.stem(stem) or (stem if stem in lexicon.words else ""):
            return known
    return ""


def _join(folded: Sequence[str], at: int, words: Words) -> str:
    """Return the word that this one makes with a neighbour, when documents hold it ("kara kaçan": karakaçan)."""
    options = [folded[at] + folded[at + 1]] if at + 1 < len(folded) else []
    options += [folded[at - 1] + folded[at]] if at else []
    return next((option for option in options if len(option) > 3 and option in words), "")


def _corrected(folded: str, words: Words, lexicon: Compiled) -> str:
    """Return the likeliest spelling of a word that nothing knows; '' when it is known, short or not a word."""
    if len(folded) < 4 or not folded.isalpha() or not words.entries or folded in FILLER or folded in lexicon.words:
        return ""
    if _stem(folded, words, lexicon) or words.starting_with(folded, 1):
        return ""
    return next(iter(words.corrections(folded)), "")


def _senses(
    raw: Sequence[_Raw], *, folded: Sequence[str], stems: Sequence[str], lexicon: Compiled, ignored: frozenset[str], lang: str
) -> tuple[list[Sense], list[Clause], list[Interpretation], dict[int, float]]:
    senses: list[Sense] = []
    clauses: list[Clause] = []
    read: list[Interpretation] = []
    covered: dict[int, float] = {}
    at = 0
    while at < len(raw):
        length, terms = lexicon.find(folded, stems, at)
        if not terms and folded[at] not in FILLER and folded[at] not in GENERIC:
            length, terms = 1, tuple(replace(term, weak=True) for term in lexicon.near(stems[at]) or lexicon.near(folded[at]))
        terms = tuple(term for term in terms if f"{term.concept.kind}:{term.concept.value}" not in ignored)
        if sum(term.concept.kind == "place" for term in terms) > 1:
            provinces = [term for term in terms if term.concept.facet == "province"]
            terms = tuple(term for term in terms if term.concept.kind != "place") + tuple(provinces[:1])
        if not terms:
            at += 1
            continue
        span = tuple(range(at, at + length))
        numbers = []
        for term in terms:
            if any(s.kind == term.concept.kind and s.value == term.concept.value for s in senses):
                continue
            numbers.append(len(senses))
            senses.append(_sense(term, span, lexicon))
            read.append(_interpretation(term, " ".join(word.text for word in raw[at : at + length]), lang))
        answers = [number for number in numbers if senses[number].kind != "type"]
        if answers:
            clauses.append(Clause(span, tuple(answers)))
        kinds = {senses[number].kind for number in numbers}
        for word in span:
            covered[word] = IN_CONCEPT if kinds - {"type"} else 1.0
        at += length
    return senses, clauses, read, covered


def _sense(term: Term, span: tuple[int, ...], lexicon: Compiled) -> Sense:
    concept = term.concept
    weight = SENSE_WEIGHTS.get(concept.kind, 2.0) * (0.3 if term.weak else 1.0)
    decides = concept.kind in DECIDING and not term.weak
    echoes = lexicon.echoes.get((concept.kind, concept.value), ()) if concept.kind == "topic" else ()
    return Sense(concept.kind, concept.facet, concept.value, exact(weight), span, decides, echoes)


def _interpretation(term: Term, text: str, lang: str) -> Interpretation:
    labels = term.concept.labels
    return Interpretation(
        term.concept.kind, term.concept.value, labels.get(lang) or labels.get("tr") or term.concept.value, text
    )

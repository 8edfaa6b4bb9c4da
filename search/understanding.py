"""The words of a question -> Plan: forms, concepts, places, corrections. What an engine does with it is its own affair."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils import timezone

from search import analysis, chat, places, years
from search.fields import MAX_EDGE, whole_names
from search.lexicon import Compiled
from search.query import MAX_TEXT, MAX_WORDS, TIE, Clause, Form, Plan, Word, exact
from search.reading import Reading, Spoken, read_attribute, read_situations, read_synonyms, read_terms
from search.situations import Grammar, merged
from search.synonyms import Synonyms
from search.vocabulary import COMMON, MOST, Words
from search.wordlists import ENGLISH, FILLER, GENERIC, SHARED, WISHED

# How sure a word is by the form in which it is found; set on the development queries.
SURFACE, LEMMA, PREFIX, EDGE, JOINED, CORRECTED = 1.0, 0.9, 0.5, 0.4, 0.9, 0.7
FILLER_WEIGHT = 0.25
GENERIC_WEIGHT = 0.25
BESIDE = 0.35  # of the weight of a word that is told beside a situation: what happened is in the situation
WISH = 0.5  # of the weight of "free", "urgent" beside what is sought
MAX_CORE = 6  # words of a name that are sought together
# A verb with its endings is hardly ever a slip of another word.
VERBAL = re.compile(r"(?:[aei]c[ae][gk]|[iu]yor|[ae]bil)[a-z]{0,6}$|[a-z]{2}m[ae]k$|[a-z]{2}[dt][iu][mk]$")

BY_THE_WAY = 2.0  # unread words to one read word that are still no condition
UNCORRECTED = "correction:off"  # among the ignored interpretations: the words stay as they were written
_CONTROL = re.compile(r"\s+")


def clean(text: str) -> tuple[str, bool]:
    """Return the text without control and direction characters, spaces made one, cut at MAX_TEXT; and whether it was cut."""
    kept = "".join(c if unicodedata.category(c)[0] != "C" or c in "\u200c\u200d" else " " for c in text[: MAX_TEXT * 4])
    tidy = _CONTROL.sub(" ", kept).strip()
    cut = len(tidy) > MAX_TEXT or len(text) > MAX_TEXT * 4
    return tidy[:MAX_TEXT].strip(), cut


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known beside the words of the documents; each part may be empty."""

    lexicon: Compiled = field(default_factory=Compiled)
    synonyms: Synonyms = field(default_factory=Synonyms)
    situations: Grammar = field(default_factory=Grammar)

    def __contains__(self, folded: str) -> bool:
        return folded in self.lexicon.words or folded in self.synonyms.words


def understand(
    text: str, *, words: Words, knowledge: Knowledge | None = None, ignored: Collection[str] = (), lang: str = "tr"
) -> Plan:
    """Return the plan of a question. `ignored` holds interpretations, as "kind:value", whose words are ordinary words."""
    known = knowledge or Knowledge()
    tidy, truncated = clean(text)
    found = analysis.tokens(tidy)
    typed = found[:MAX_WORDS]
    truncated = truncated or len(found) > MAX_WORDS
    if not typed:
        return Plan(text=tidy, truncated=truncated)
    english = _english(typed, known, words)
    filler = FILLER | SHARED if english else FILLER
    correct = UNCORRECTED not in ignored and not english
    written = typed
    if correct:
        typed, written = _out_of_chat(typed, words, known)
        truncated = truncated or len(typed) > MAX_WORDS
    pairs = [_join([token.folded for token in typed], at, words) for at in range(len(typed))]
    spoken = [
        _spoken(token, tidy, pair=pair, words=words, known=known, correct=correct)
        for token, pair in zip(typed, pairs, strict=True)
    ]
    reading = Reading(spoken, frozenset(ignored), lang, filler, words.holds, words.common)
    if founded := years.read(tidy, timezone.localdate().year):
        at = tuple(n for n, token in enumerate(typed) if founded.start <= token.start < founded.stop)
        read_attribute(reading, founded.concept, at)
    pointing = places.pointing([w.folded for w in spoken], [w.surface for w in spoken], known.lexicon)
    heard = [Spoken("", "", "", "") if at in pointing else word for at, word in enumerate(spoken)]
    told = known.situations.match([w.folded for w in heard], [w.surface for w in heard], [w.stem for w in heard])
    read_situations(reading, merged(told), known.lexicon)
    read_terms(reading, known.lexicon)
    read_synonyms(reading, known.synonyms, words.rarity)
    if any(sense.decides for sense in reading.senses):
        reading.cover((at for at, word in enumerate(spoken) if word.folded in WISHED), WISH)
    beside = BESIDE if reading.told else 1.0
    common = _common(reading, words)
    plan_words = [
        _word(
            word,
            token.folded,
            pair=pair,
            share=reading.covered.get(at, beside),
            words=words,
            light=reading.light(at),
            common=at in common,
        )
        for at, (word, token, pair) in enumerate(zip(spoken, typed, pairs, strict=True))
    ]
    clauses = reading.clauses
    if not any(word.telling for word in plan_words) and not any(sense.decides for sense in reading.senses):
        clauses = []
    opened = _open_clauses(reading, plan_words)
    clauses += opened
    aside = {at for clause in opened if clause.optional for at in clause.words}
    often = {at for at in aside if words.common(spoken[at].folded, spoken[at].stem, MOST)}
    plan_words = [_by_the_way(word) if at in often else word for at, word in enumerate(plan_words)]
    folded = [word.folded for word in spoken]
    # An ending spelt out or a small word is no correction that anybody need be told of.
    changed = [
        token.folded != word.folded and word.folded not in filler and not VERBAL.search(word.folded)
        for token, word in zip(written, spoken, strict=True)
    ]
    return Plan(
        text=tidy,
        words=tuple(plan_words),
        senses=tuple(reading.senses),
        clauses=tuple(_conditions(clauses, plan_words)),
        phrases=_phrases(reading, folded),
        cores=_cores([word.stem for word in spoken if word.folded not in GENERIC]),
        whole=tuple(sorted(whole_names(tidy) | whole_names(" ".join(folded)))),
        interpretation=tuple(reading.interpretation),
        corrected=" ".join(words.surface(w.folded) if new else w.text for w, new in zip(spoken, changed, strict=True))
        if any(changed)
        else "",
        truncated=truncated,
    )


def _common(reading: Reading, words: Words) -> set[int]:
    """Return the words that a good part of all documents holds and that make a concept together with a rarer one."""
    found: set[int] = set()
    for clause in reading.clauses:
        decided = any(reading.senses[at].decides and reading.senses[at].kind != "text" for at in clause.senses)
        if not decided:
            continue
        share = MOST if reading.told.issuperset(clause.words) else COMMON  # a situation is about all its words, not about each
        telling = {at for at in clause.words if not reading.light(at) and reading.words[at].folded not in GENERIC}
        often = {at for at in telling if words.common(reading.words[at].folded, reading.words[at].stem, share)}
        if often != telling:
            found |= often
    return found


def _open_clauses(reading: Reading, words: Sequence[Word]) -> list[Clause]:
    """Return a clause for each word that was not read as a concept.

    What a person tells around a concept that is understood is no condition, as long as it is not most of the question.
    """
    told = {at for at, word in enumerate(words) if word.telling}
    sure = {at for sense in reading.senses if sense.decides and sense.kind != "text" for at in sense.words}
    sure = {at for at in sure if not words[at].corrected}
    rest = {at for at in told if at not in reading.covered}
    telling = {at for at in rest if not VERBAL.search(words[at].folded)}
    by_the_way = bool(sure) and len(telling) <= len(sure) * BY_THE_WAY
    return [Clause((at,), optional=by_the_way or (bool(sure) and at not in telling)) for at in sorted(rest)]


def _conditions(clauses: Sequence[Clause], words: Sequence[Word]) -> list[Clause]:
    """Return the clauses without mere wishes ("free", "urgent"), unless nothing else is asked for."""
    asked = [clause for clause in clauses if any(words[at].folded not in WISHED for at in clause.words)]
    return asked or list(clauses)


def _out_of_chat(
    typed: tuple[analysis.Token, ...], words: Words, known: Knowledge
) -> tuple[tuple[analysis.Token, ...], tuple[analysis.Token, ...]]:
    """Return the words that chat spelling stands for, and beside each the word as typed; mere chat is left out."""
    found: list[tuple[analysis.Token, analysis.Token]] = []
    for token in typed:
        meant = chat.restore(token.folded, lambda word: word in words or word in known or word in FILLER, words.skeletons)
        if meant == token.folded:
            found.append((token, token))
        else:
            found += [(replace(token, folded=word, surface=words.surface(word)), token) for word in meant.split()]
    if not found:
        return typed, typed
    new, old = zip(*found[:MAX_WORDS], strict=True)
    return new, old


def _english(typed: Sequence[analysis.Token], known: Knowledge, words: Words) -> bool:
    """Return whether a question is English: its unknown words are then no misspelt Turkish ones."""
    said = sum(token.folded in ENGLISH or known.synonyms.has_english(token.folded) for token in typed)
    sure = any(token.folded in ENGLISH - SHARED and token.folded not in words for token in typed)
    return sure and said * 2 >= len(typed)


def _spoken(token: analysis.Token, text: str, *, pair: str, words: Words, known: Knowledge, correct: bool) -> Spoken:
    folded = token.folded
    if correct and not pair:
        folded = _corrected(token, words, known) or folded
    stem = _stem(folded, words, known) or folded
    surface = token.surface if folded == token.folded else words.surface(folded)
    return Spoken(text[token.start : token.end], surface, folded, stem, marked=token.stop > token.end)


def _word(spoken: Spoken, typed: str, *, pair: str, share: float, words: Words, light: bool, common: bool) -> Word:
    folded, stem = spoken.folded, spoken.stem
    correction = folded if folded != typed else ""
    sure = CORRECTED if correction else 1.0
    unbent = stem == folded and words.unbent(folded)
    forms = [Form("surface", folded, (SURFACE + TIE * LEMMA if unbent else SURFACE) * sure)]
    if stem and not unbent:
        forms.append(Form("lemma", stem, LEMMA * sure))
        if stem != folded:
            forms.append(Form("surface", stem, LEMMA * sure))
    # The beginning of a word that most documents hold tells no more.
    if len(folded) >= analysis.PREFIX and not words.common(folded, stem, MOST):
        forms.append(Form("prefix", folded[: analysis.PREFIX], PREFIX * sure))
    if len(folded) >= 2:
        forms.append(Form("edge", folded[:MAX_EDGE], EDGE * sure))
    if pair:
        forms.append(Form("surface", pair, JOINED * min(2.0, words.rarity(pair) / words.rarity(folded, stem))))
    if not correction and folded not in words and len(stem) <= 4 < len(folded):
        # An unknown word that could be a short stem with endings, or a slip: both are tried.
        forms += [Form("surface", near, CORRECTED) for near in words.corrections(folded)[:1]]
    generic = folded in GENERIC
    weight = words.rarity(folded, stem) * share
    if generic or light:
        weight = GENERIC_WEIGHT if generic else FILLER_WEIGHT
    return Word(
        spoken.text,
        folded,
        tuple(forms),
        exact(weight),
        telling=not (generic or light),
        common=common,
        corrected=words.surface(correction) if correction else "",
    )


def _phrases(reading: Reading, folded: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return words beside each other; not within the name of a concept, which is sought itself."""
    read = {(part.kind, part.value) for part in reading.interpretation if analysis.fold(part.text) == analysis.fold(part.label)}
    names = [set(sense.words) for sense in reading.senses if sense.decides and (sense.kind, sense.value) in read]
    return tuple(
        (folded[a], folded[b])
        for a, b in pairwise(range(len(folded)))
        if not {folded[a], folded[b]} & set(reading.filler) and not any({a, b} <= name for name in names)
    )


def _by_the_way(word: Word) -> Word:
    """Return the word as one that most documents hold: in which form they do tells nothing."""
    bent = any(form.name == "lemma" for form in word.forms)
    return replace(word, aside=True, forms=tuple(form for form in word.forms if form.name != "surface" or not bent))


def _cores(stems: Sequence[str]) -> tuple[str, ...]:
    """Return each run of two to MAX_CORE lemmas, joined."""
    runs = (stems[at : at + length] for length in range(2, MAX_CORE + 1) for at in range(len(stems) - length + 1))
    return tuple(dict.fromkeys("".join(run) for run in runs))


def _stem(folded: str, words: Words, known: Knowledge) -> str:
    """Return the lemma of a word; of one nobody has written yet, the longest stem that documents or terms hold; or ''."""
    if folded in words:
        return words.lemma(folded)
    if folded in known:
        return folded
    for stem in analysis.stems(folded):
        if base := words.stem(stem) or (stem if stem in known else ""):
            return base
    return ""


def _join(folded: Sequence[str], at: int, words: Words) -> str:
    """Return the word that this one makes with a neighbour, when documents hold it ("kara kaçan": karakaçan)."""
    options = [folded[at] + folded[at + 1]] if at + 1 < len(folded) else []
    options += [folded[at - 1] + folded[at]] if at else []
    return next((option for option in options if len(option) > 3 and option in words), "")


def _corrected(token: analysis.Token, words: Words, known: Knowledge) -> str:
    """Return the likeliest spelling of a word that nothing knows; '' when it is known, short or not a word."""
    folded = token.folded
    if len(folded) < 4 or not folded.isalpha() or not words.counts or folded in FILLER or folded in known:
        return ""
    if (
        _stem(folded, words, known)
        or places.names(folded, known.lexicon)
        or VERBAL.search(folded)
        or words.starting_with(folded, 1)
        or known.situations.is_verb(folded, token.surface)
    ):
        return ""
    near = (word for word in words.corrections(folded) if not places.unlikely(word, words.counts[word], known.lexicon))
    return next(near, "") or places.corrected(folded, known.lexicon)

"""Names of places as people say them: in any case form, with or without Turkish letters, with words such as "tarafında".

Never by a lemma: bostan is not Bostanlı. A name stands exactly as it is, or with the endings that names of places take.
"""

import re
from collections.abc import Iterator, Sequence

from search import analysis
from search.lexicon import MIN_SLIP, Compiled
from search.registry import Term
from search.wordlists import FILLER, NO_PLACE

MIN_STEM = 3
FREQUENT = 3  # documents
_VOWELS = "aeiou"

# Endings on folded names: case after a consonant (Konak-ta) and after a vowel (Bornova-nın, Kemeraltı-nda), -li and -liler,
# -ki behind the locative, "our" (İzmir-imiz), and "I am" / "we are" / "is".
_CASE_C = "[iu]|[ae]|[dt][ae]n?|[iu]n|l[ae]|c[ae]"
_CASE_V = "[yn][iu]|[yn][ae]|n?d[ae]n?|n[iu]n|yl[ae]|n?c[ae]"
_KI = rf"(?:k[iu](?:n(?:[iu]n?|[ae]|d[ae]n?)|l[ae]r(?:{_CASE_C})?)?)?"
_COPULA = "(?:y?[iu][mz]|[dt][iu]r|y?s[ae])?"
_LI = rf"l[iu](?:{_CASE_V})?|l[iu]l[ae]r(?:{_CASE_C})?"
_OURS = f"m[iu]z(?:{_CASE_C}|d[ae]{_KI})?"
_AFTER_CONSONANT = re.compile(rf"(?:{_LI}|{_CASE_C}|[dt][ae]{_KI}|[iu]{_OURS}){_COPULA}")
_AFTER_VOWEL = re.compile(rf"(?:{_LI}|{_CASE_V}|n?d[ae]{_KI}|{_OURS}){_COPULA}")
_SOFTENED = {"g": "k", "b": "p", "d": "t"}  # Zonguldağ-a, Gaziantebe

# What is said beside a name and adds nothing to it: "Çiğli tarafında", "Konak'a yakın", "Buca ilçesinde", "İzmir geneli".
_OF_IT = "(?:n(?:[iu]n?|[ae]|d[ae]n?|d[ae]ki(?:l[ae]r)?))?"
AROUND = re.compile(
    rf"(?:(?:taraf|civar|yakin|dolay|sinir)(?:lar)?i{_OF_IT}|(?:semt|kent|genel)(?:ler)?i{_OF_IT}|(?:sehr|il)i{_OF_IT}"
    rf"|(?:ilce|mahalle|cevre|bolge|yore|belde|koy|ic)s?(?:ler)?[iu]{_OF_IT}|yakin|mah|merkez(?:de|deki|li|inde|indeki)?"
    "|(?:yasayan|oturan)(?:lar)?|[dt][ae](?:n|ki)?|n[iu]n"
    "|based|district|province|area|region|city|town|neighbou?rhood)"
)

JOINING = frozenset({"ve", "veya", "ya", "da", "de", "ile"})  # "Konak ve çevresi"
# … and before it, in English: "women in Karsiyaka", "based in Izmir".
BEFORE = frozenset({"in", "based", "located", "headquartered"})
SEAT = frozenset({"merkezi", "genelmerkezi"})  # as the first word: "merkezi İzmir'de olanlar"; elsewhere a centre for something


def bare(folded: str) -> Iterator[str]:
    """Yield the names that a folded word may be with an ending of names of places, the longest first."""
    if folded in NO_PLACE:
        return
    for cut in range(len(folded) - 1, MIN_STEM - 1, -1):
        name, ending = folded[:cut], folded[cut:]
        if (_AFTER_VOWEL if name[-1] in _VOWELS else _AFTER_CONSONANT).fullmatch(ending):
            yield name
            if name[-1] in _SOFTENED and ending[0] in _VOWELS:
                yield name[:-1] + _SOFTENED[name[-1]]


def spelt(surface: str, term: Term, at: int = 0) -> bool:
    """Return whether the Turkish letters that were typed allow a word of the term: "külü" is not Kulu, "kulu" may be."""
    return analysis.allows(surface, analysis.tokens(term.text)[at].surface)


def find(
    folded: Sequence[str], surfaces: Sequence[str], at: int, lexicon: Compiled, *, plain: bool = False
) -> tuple[int, tuple[Term, ...]]:
    """Return how many words from a position name places, and the terms of these; (0, ()) for none.

    A `plain` word, such as a small one, names a place only just as it is: "musun" is not "of Muş".
    """
    most = min(lexicon.longest, len(folded) - at) if folded[at] in lexicon.opening else 1
    for length in range(most, 0, -1):
        before, last = tuple(folded[at : at + length - 1]), folded[at + length - 1]
        for name in (last, *(bare(last) if length > 1 or not plain else ())):
            terms = tuple(
                term
                for term in lexicon.places.get((*before, name), ())
                if all(spelt(surfaces[at + step], term, step) for step in range(length))
            )
            if terms:
                return length, terms
    return 0, ()


def beside(folded: Sequence[str], at: int) -> int:
    """Return how many words from a position only say that a place is meant."""
    end = at
    for number in range(at, len(folded)):
        if AROUND.fullmatch(folded[number]):
            end = number + 1
        elif folded[number] not in JOINING:
            break
    return end - at


def pointing(folded: Sequence[str], surfaces: Sequence[str], lexicon: Compiled) -> set[int]:
    """Return the words that only say that a place is meant: in "Konak ilçesinde" nobody speaks of districts."""
    found: set[int] = set()
    at = 0
    while at < len(folded):
        length, terms = find(folded, surfaces, at, lexicon, plain=folded[at] in FILLER)
        if any(not term.weak for term in terms):
            end = at + length + beside(folded, at + length)
            found.update(n for n in range(at + 1, end) if n >= at + length or AROUND.fullmatch(folded[n]))
        at += max(1, length)
    return found


def before(folded: Sequence[str]) -> Iterator[int]:
    """Yield which of the words before a place only say that a place is meant."""
    for at in range(len(folded) - 1, -1, -1):
        if folded[at] not in BEFORE and not (at == 0 and folded[at] in SEAT):
            break
        yield at


def names(folded: str, lexicon: Compiled) -> bool:
    """Return whether a word names a place, as it is or with an ending."""
    return any((name,) in lexicon.places for name in (folded, *bare(folded)))


def unlikely(word: str, documents: int, lexicon: Compiled) -> bool:
    """Return whether a word is a short name of a place that hardly anybody writes: "kıyı" is no slip of Kiğı."""
    return len(word) < MIN_SLIP and documents < FREQUENT and (word,) in lexicon.places


def corrected(folded: str, lexicon: Compiled) -> str:
    """Return a word that nothing knows with a slip in the name of a place put right, its ending kept; '' for none."""
    for name in (folded, *bare(folded)):
        if folded.startswith(name):
            lengths = range(max(MIN_SLIP, len(name) - 1), len(name) + 2)
            known = (word for length in lengths for word in lexicon.near_names.get((name[0], length), ()))
            if found := next((word for word in known if _one_slip(name, word)), ""):
                return found + folded[len(name) :]
    return ""


def _one_slip(typed: str, meant: str) -> bool:
    """Return whether one letter is more, less, other or swapped with its neighbour."""
    if len(typed) > len(meant):
        typed, meant = meant, typed
    at = next((n for n, letter in enumerate(typed) if letter != meant[n]), len(typed))
    if len(typed) < len(meant):
        return typed[at:] == meant[at + 1 :]
    swapped = typed[at + 1 : at + 2] + typed[at : at + 1]
    return typed[at + 1 :] == meant[at + 1 :] or swapped + typed[at + 2 :] == meant[at:]

"""Turkish endings of names and years as they are written: Bornova’da, İzmir’in, 2004’ten. Rules of ordinary grammar."""

import re

from search import analysis

_VOWELS = re.compile("[aeıioöuüâîû]")
_HARD = "fstkçşhp"
_BACK = "aıouâû"
# "Whose head it is": such compounds take an n before endings (Gölbaşı’nda, Beyoğlu’nda).
_COMPOUND = re.compile(
    r"(?:pazarı|özü|düzü|altı|başı|önü|dağı|adası|ovası|ereğlisi|burnu|hanı|şehri|yeri|madeni|içi|yüzü|oğlu|yolu)$"
)
_ROUNDED = {"a": "ı", "e": "i", "ı": "ı", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü", "â": "ı", "î": "i", "û": "u"}
# How the last word of a number ends, by its last digit that is not 0, and how many zeros follow.
_FROM = {
    0: ("", "den", "den", "ten", "ten", "ten", "dan", "den", "den", "dan"),  # bir, iki, üç, dört, beş, altı, yedi, sekiz, dokuz
    1: ("", "dan", "den", "dan", "tan", "den", "tan", "ten", "den", "dan"),  # on, yirmi, otuz, kırk, elli, altmış, …
}


def locative(name: str) -> str:
    """Return "in" or "at" a place: Bornova’da, Uşak’ta, Kuşadası’nda. A name without a vowel stays as it is."""
    lowered, vowel = _read(name)
    if not vowel:
        return name
    compound = "n" if _COMPOUND.search(lowered) else ""
    return f"{name}’{compound}{'t' if lowered[-1] in _HARD else 'd'}{'a' if vowel in _BACK else 'e'}"


def at(name: str, lang: str) -> str:
    """Return what stands for a place in a sentence that says "in": Turkish says it with an ending, others with a word."""
    return locative(name) if lang == "tr" else name


def genitive(name: str) -> str:
    """Return "of" a place: İzmir’in, Bornova’nın. A name without a vowel stays as it is."""
    lowered, vowel = _read(name)
    if not vowel:
        return name
    return f"{name}’{'n' if _VOWELS.match(lowered[-1]) else ''}{_ROUNDED[vowel]}n"


def since(year: int) -> str:
    """Return "since" a year without the word that follows: 2004’ten, 1990’dan, 2000’den."""
    digits = str(year)
    last = digits.rstrip("0")
    endings = _FROM.get(len(digits) - len(last))
    return f"{digits}’{endings[int(last[-1])] if endings else 'den'}"  # yüz’den, bin’den


def _read(name: str) -> tuple[str, str]:
    """Return the name in lower case and its last vowel."""
    lowered = analysis.lower(name)
    vowels = _VOWELS.findall(lowered)
    return lowered, vowels[-1] if vowels and lowered[-1].isalpha() else ""

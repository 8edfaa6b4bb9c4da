"""Turkish and English endings on folded words: is what follows a stem an ending of a noun, of a verb, of its negation?

Folded text has lost ı, ö, ü, ç, ğ, ş; so the vowels of endings are a or e, and i or u. Chat spelling counts ("vermiyo",
"gelcem"). Sources: the ordinary paradigms of Turkish grammar; no dictionary.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

Form = Literal["noun", "verb", "not", "narrow", "narrow-not", "english", "exact", "prefix"]

_POSSESSIVE = "[iu]?m[iu]z|[iu]?n[iu]z|[iu]?m|[iu]?n|s?[iu]|l[ae]r[iu]"
_CASE = "n?[dt][ae]n|n?[dt][ae]|n?[iu]n|y?l[ae]|[yn]?[iu]|[yn]?[ae]|n?c[ae]"
_COPULA = (
    "y?[iu]m|y?[iu]z|s[iu]n(?:[iu]z)?|[dt][iu]r(?:l[ae]r)?|y?[dt][iu](?:[mkn]|l[ae]r|n[iu]z)?|y?m[iu]s[a-z]{0,4}"
    "|y?s[ae]|y?k[ae]n"
)
_NOUN = (
    rf"(?:c[iu][kg])?(?:l[iu][kg]?|s[iu]z(?:l[iu][kg])?)?(?:l[ae]r)?(?:{_POSSESSIVE})?(?:{_CASE})?"
    rf"(?:k[iu](?:l[ae]r)?(?:{_CASE})?)?(?:{_COPULA})?"
)
# What follows the passive (kes-il-, ara-n-) as it follows the bare stem.
_PASSIVE = "(?:[iu]?[ln])?"
_PERSON = "(?:[mkn]|[iu]m|[iu]z|s[iu]n|s[iu]n[iu]z|n[iu]z|l[ae]r)?"
_VERB = "|".join(
    [
        r"[iu]?y?o(?:r[a-z]{0,12}|[mnkz]|z|lar|sun|s|duk|du[mnk]?|lard?i?|lar[a-z]{0,4})?(?:z)?",  # iyor, iyo, iyom, iyolar
        r"[iu]yo[a-z]{0,3}|io[a-z]{0,4}",
        rf"[dt][iu]{_PERSON}",
        r"[dt][iu](?:ysa|yd[iu])[a-z]{0,3}",
        r"[dt][iu][gk](?:[iu](?:m|n)?[a-z]{0,8})?|[dt][iu]k(?:t[ae]n|c[ae]|l[ae]r[iu][a-z]{0,5})",
        r"m[iu]s[a-z]{0,7}",
        r"y?[aeiu]?c[ae](?:[kg][a-z]{0,9}|[mzn]|ks[iu]n[iu]?z?|z)",
        r"[aeiu]?r(?:[iu]m|[iu]z|s[iu]n(?:[iu]z)?|l[ae]r|s[ae][a-z]{0,4}|k[ae]n|d[iu][a-z]{0,4}|m[iu]s[a-z]{0,4})?",
        r"s[ae](?:[mnk]|l[ae]r|n[iu]z|yd[iu][a-z]{0,3})?",
        rf"y?[ae]n(?:l[ae]r)?(?:{_POSSESSIVE})?(?:{_CASE})?(?:[dt][iu]r)?",
        r"y?[iu]p|y?[ae]r[ae]k|y?[iu]nc[ae]",
        r"m[ae]k(?:t[ae]n?|l[ae]|[iu]?[a-z]{0,5})?",
        r"m[ae](?:s[iu](?:n[iudae][a-z]{0,4})?|y[aeiu]|y[iu]|m[iu][a-z]{0,4}|m[ae]|n[iu]z?[a-z]{0,4}|l[ae]r[iu][a-z]{0,5}|l[iu](?:y[iu][mz])?)",
        r"y?[ae]bil[a-z]{0,12}",
        r"s[iu]n(?:l[ae]r)?|y?[iu]n(?:[iu]z)?|y?[ae]y[iu]m|y?[ae]l[iu]m|[iu]y[iu]m",
        r"y?[iu]ver[a-z]{1,8}|m[ae]kt[ae][a-z]{0,5}",
    ]
)
_NOT = (
    r"(?:y?[ae])?(?:"
    r"m[iu]y?o[a-z]{0,12}"
    r"|m[ae]d[iu](?:[gk][a-z]{0,9}|l[ae]r|[mn]|n[iu]z|yd[iu][a-z]{0,3}|ysa[a-z]{0,3})?"
    r"|m[ae]m[iu]s[a-z]{0,7}"
    r"|m[aeiu]y?[aeiu]?c[ae][a-z]{0,9}"
    r"|m[ae]z(?:l[ae]r|s[a-z]{0,5}|d[iu][a-z]{0,3}|k[ae]n|l[iu][kg][a-z]{0,5})?|m[ae]m|m[ae]y[iu]z"
    r"|m[ae]y[ae]n[a-z]{0,8}|m[ae]y[iu]p|m[ae]y[iu]nc[ae]|m[ae]y[ae]r[ae]k|m[ae]d[ae]n"
    r"|m[ae]m[ae](?:k[a-z]{0,5}|s[iu][a-z]{0,4}|m[iu][a-z]{0,4}|l[ae]r[iu][a-z]{0,4}|y[aei])"
    r"|m[ae]s[ae][a-z]{0,4}|m[ae]s[iu]nl[ae]r|m[ae]y[iu]n(?:[iu]z)?"
    r")"
)
_ENGLISH = "s|es|ed|d|ing|ings"

_PATTERNS: dict[Form, re.Pattern[str]] = {
    "noun": re.compile(_NOUN),
    "verb": re.compile(f"(?:{_VERB})|{_PASSIVE}(?:{_VERB})"),
    "not": re.compile(f"{_PASSIVE}(?:{_NOT})"),
    "narrow": re.compile(r"[iu](?:yo|o)[a-z]{0,12}"),  # bekle- -> bekliyor
    "narrow-not": re.compile(r"(?:y[ae])?(?:m[iu]y?o[a-z]{0,12}|m[ae][a-z]{0,12})"),  # ye- -> yiyemiyor
    "english": re.compile(_ENGLISH),
}
_VOWELS = frozenset("aeiou")
_SOFT = {"k": "g", "p": "b", "t": "d"}
# Nouns that change more than their last letter before a vowel: a vowel drops out, or a consonant doubles.
_IRREGULAR = {
    "ogul": "ogl", "agiz": "agz", "karin": "karn", "burun": "burn", "boyun": "boyn", "beyin": "beyn", "omuz": "omz",
    "izin": "izn", "isim": "ism", "resim": "resm", "zehir": "zehr", "sehir": "sehr", "akil": "akl", "fikir": "fikr",
    "vakit": "vakt", "nakit": "nakd", "gogus": "gogs", "alin": "aln", "hapis": "haps", "nehir": "nehr", "nesil": "nesl",
    "hak": "hakk", "his": "hiss", "af": "aff", "sir": "sirr", "zan": "zann", "hat": "hatt", "ayip": "aybi",
    "emir": "emr", "kayip": "kayb", "zulum": "zulm", "omur": "omr", "cevre": "cevr", "tip": "tibb", "keyif": "keyf",
    "sabir": "sabr", "sekil": "sekl", "kusur": "kusr", "kayit": "kayd",
}  # fmt: skip
_TIGHT = {"ye": "yi", "de": "di"}  # ye- -> yiyor, yiyecek, yiyemiyor


@lru_cache(maxsize=16_384)
def fits(form: Form, ending: str) -> bool:
    """Whether what stands after a stem is an ending of that form."""
    if form == "prefix":
        return True
    if not ending:
        return form in ("noun", "exact", "english")
    return form != "exact" and _PATTERNS[form].fullmatch(ending) is not None


def stems_of(word: str, form: Form) -> Iterator[tuple[str, Form, bool]]:
    """Yield how a folded dictionary word begins when endings follow: (beginning, form, whether a vowel must follow).

    `word` is a noun in its bare form, or a verb's stem ("ver"); for "not" the stem without -me ("ver", "ala").
    """
    yield word, form, False
    if form == "english":
        yield from _english(word)
    elif form in ("noun", "verb", "not"):
        if word[-1] in _SOFT and (len(word) > 2 or form != "noun"):
            yield word[:-1] + _SOFT[word[-1]], form, True
        if form == "noun" and word in _IRREGULAR:
            yield _IRREGULAR[word], form, True
        if form == "verb" and word[-1] in _VOWELS and len(word) > 1:
            yield word[:-1], "narrow", False
        if word in _TIGHT and form != "noun":
            yield _TIGHT[word], "narrow-not" if form == "not" else form, False


def _english(word: str) -> Iterator[tuple[str, Form, bool]]:
    if len(word) < 3:
        return
    if word[-1] == "e":
        yield word[:-1], "english", True
    elif word[-1] == "y" and word[-2] not in _VOWELS:
        yield word[:-1] + "i", "english", True
    elif word[-1] not in _VOWELS and word[-2] in _VOWELS:
        yield word + word[-1], "english", True


def begins_with_vowel(ending: str) -> bool:
    return ending[:1] in _VOWELS

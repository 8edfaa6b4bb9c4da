"""Turkish text -> tokens, folded text, slugs and sort keys. The one analyser that feeds every engine; no database here.

Lemmas need a dictionary, so they are found elsewhere: `search.lemmas` for writers, `search.vocabulary` for readers.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

PREFIX = 5  # letters; Turkish stems average five, and most endings come after them

_LOWER = str.maketrans({"İ": "i", "I": "ı"})
# Letters that carry no removable mark but belong to a plain one.
_PLAIN = str.maketrans(
    {"ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ŋ": "n", "ə": "e", "ς": "σ"}
)
# The same for what Turkish is written with, capitals too; most words are through with it.
_TURKISH = str.maketrans("çğıöşüâîûÇĞİÖŞÜÂÎÛ", "cgiosuaiucgiosuaiu")
_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
_ORDER = {letter: chr(0x100 + index) for index, letter in enumerate(_ALPHABET)}
_CIRCUMFLEX = str.maketrans("âîûêô", "aiueo")
_NUMBER = re.compile("[0-9]+")

MARKED = frozenset("çğöşü")  # ı and i are told apart by too few keyboards
APOSTROPHES = "'’‘ʼʻ`´′＇‛ʹ"
# What may stand inside a word without being a letter: joiners and the soft hyphen; folding drops them.
_INSIDE = "\u00ad\u200c\u200d"


def _marks() -> str:
    """Return the combining marks as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in range(0x300, min(sys.maxunicode, 0xFFFF) + 1):
        if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in ranges)


_LETTERS = rf"[^\W_](?:[^\W_]|[{_marks()}{_INSIDE}])*"
_WORD = re.compile(rf"{_LETTERS}(?:[{APOSTROPHES}]{_LETTERS})*")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")

# The endings that Turkish writes after an apostrophe, folded: case, possessive, plural, -li, -lik, -ki, copula; English 's.
_CASE = "(?:n|y|s)?[aeiu]|n?[iu]n|[iu][mz]|n?[dt][ae]n?|n[iu]n|y?l[ae]|[iu]m[iu]z|[iu]n[iu]z|c[ae]"
ENDING = re.compile(
    rf"(?:l[ae]r)?(?:l[iu]k?|s[iu]z)?(?:l[ae]r)?(?:{_CASE})?(?:{_CASE})?(?:ki(?:l[ae]r)?)?(?:{_CASE})?(?:[dt][iu]r)?|s"
)


_HARD = {"b": "p", "d": "t", "g": "k"}  # kitab-ı -> kitap, eteğ-i -> etek (folded: eteg)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. `text[start:end]` folds to `folded`; an ending cut off at an apostrophe lies in [end, stop)."""

    surface: str  # Turkish lower case, letters kept
    folded: str
    start: int
    end: int
    stop: int

    @property
    def prefix(self) -> str:
        return self.folded[:PREFIX]


def lower(text: str) -> str:
    """Return the text in Turkish lower case (I -> ı, İ -> i), in Unicode form NFC."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_LOWER).lower().replace("i̇", "i"))


@lru_cache(maxsize=16_384)
def _fold_word(word: str) -> str:
    plain = word.translate(_TURKISH)
    if plain.isascii():
        return plain.lower()
    plain = word
    for _ in range(4):  # a compatibility form may hold capitals or marks of its own; three rounds reach rest
        before = plain
        decomposed = unicodedata.normalize("NFKD", plain.replace("I", "i").lower())
        plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_PLAIN)
        if plain == before:
            break
    return plain


def fold(text: str) -> str:
    """Return the text lower-cased and without marks, so that "Işık", "ISIK", "ışık" and "isik" become one."""
    return _fold_word(text) if len(text) <= 64 else _fold_word.__wrapped__(text)


def slug(text: str, *, max_length: int = 100) -> str:
    """Return an ASCII slug cut at a hyphen, or '' when the text has no Latin letter or digit."""
    ascii_text = re.sub(r"[^a-z0-9]+", "-", _APOSTROPHE.sub("", fold(_APOSTROPHE.sub("", text)))).strip("-")
    if len(ascii_text) > max_length:
        ascii_text = ascii_text[:max_length].rsplit("-", 1)[0].strip("-") or ascii_text[:max_length]
    return ascii_text


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> str:
    """Return a key that sorts in Turkish alphabetical order: ç after c, ı before i, other letters by code point.

    Numbers stand by what they count: 8 before 35.
    """
    plain = _NUMBER.sub(lambda number: number[0].zfill(6), lower(text).translate(_CIRCUMFLEX))
    return "".join(_ORDER.get(c, c) for c in plain)


def upper(text: str) -> str:
    """Return the text in Turkish upper case (i -> İ, ı -> I)."""
    return unicodedata.normalize("NFC", text).replace("i", "İ").replace("ı", "I").upper()


@lru_cache(maxsize=16_384)
def token_text(text: str) -> str:
    """Return the folded letters and digits of a word, nothing else."""
    if not text.isalnum():  # a symbol is none, though "™" folds to two letters
        text = "".join(c for c in text if unicodedata.category(c)[0] != "S")
    folded = fold(text)
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


def compact(text: str) -> str:
    """Return all folded letters and digits of a text joined, for comparing whole names ("Teker-Sen", "tekersen")."""
    return "".join(token.folded for token in tokens(text))


def allows(typed: str, meant: str) -> bool:
    """Return whether the Turkish letters that were typed allow a word to begin as another does.

    Who types a plain letter may mean either: "kulu" may be külü. Who types ü means it: "külü" is not Kulu.
    """
    return all(
        letter == wanted or letter not in MARKED or (letter == "ğ" and wanted in "kg")
        for letter, wanted in zip(typed, meant, strict=False)
    )


def stems(folded: str) -> Iterator[str]:
    """Yield what a folded word may be without Turkish endings, the longest first: "kitabin" -> kitabi, kitab, kitap …"""
    for cut in range(len(folded) - 1, 2, -1):
        if ENDING.fullmatch(folded[cut:]):
            yield folded[:cut]
            if folded[cut - 1] in _HARD:
                yield folded[: cut - 1] + _HARD[folded[cut - 1]]


def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a text in order. Never fails, whatever the text holds; no letter is outside every token."""
    return _tokens(text) if len(text) <= 300 else tuple(_iter_tokens(text))


@lru_cache(maxsize=5_000)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(_iter_tokens(text))


def written_words(text: str) -> list[str]:
    """Return the words of a text as written, for `read_word`."""
    return _WORD.findall(text)


def each_word(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each word of a text begins, and the word as written; far cheaper than tokens."""
    return ((match.start(), match.group()) for match in _WORD.finditer(text))


def folded_word(written: str) -> str:
    """Return the folded form of one word as `each_word` yields it; '' when nothing of it is a letter or digit."""
    return read_word(written)[1]


def _iter_tokens(text: str) -> Iterator[Token]:
    for match in _WORD.finditer(text):
        start, stop = match.span()
        surface, folded, length = read_word(match.group())
        if folded:
            yield Token(surface, folded, start, start + length, stop)


@lru_cache(maxsize=16_384)
def read_word(word: str) -> tuple[str, str, int]:
    """Return the surface and the folded form of a word as written, and its length without an ending after an apostrophe."""
    length = len(word)
    if not _APOSTROPHE.search(word):
        return lower(word), token_text(word), length
    last = max(word.rfind(mark) for mark in APOSTROPHES)
    if last > 0 and ENDING.fullmatch(token_text(word[last + 1 :])):
        length = last
    return _APOSTROPHE.sub("", lower(word[:length])), token_text(word[:length]), length

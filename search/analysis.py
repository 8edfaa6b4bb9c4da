"""Turkish text -> tokens, folded text, slugs and sort keys. The one analyser that feeds every engine; no database here."""

import re
import unicodedata

_LOWER = str.maketrans({"İ": "i", "I": "ı"})
_FOLD = str.maketrans(
    {"ı": "i", "ş": "s", "ğ": "g", "ç": "c", "ö": "o", "ü": "u", "â": "a", "î": "i", "û": "u", "ß": "ss", "æ": "ae", "ø": "o"}
)
_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
_ORDER = {letter: chr(0x100 + index) for index, letter in enumerate(_ALPHABET)}


def lower(text: str) -> str:
    """Return the text in Turkish lower case (I -> ı, İ -> i), in Unicode form NFC."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_LOWER).lower().replace("i̇", "i"))


def fold(text: str) -> str:
    """Return the text lower-cased and without marks, so that "Işık", "ISIK", "ışık" and "isik" become one."""
    plain = lower(text).translate(_FOLD)
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def slug(text: str, *, max_length: int = 100) -> str:
    """Return an ASCII slug cut at a hyphen, or '' when the text has no Latin letter or digit."""
    ascii_text = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", fold(text))).strip("-")
    if len(ascii_text) > max_length:
        ascii_text = ascii_text[:max_length].rsplit("-", 1)[0].strip("-") or ascii_text[:max_length]
    return ascii_text


def sort_key(text: str) -> str:
    """Return a key that sorts in Turkish alphabetical order (ç after c, ı before i); other letters follow by code point."""
    return "".join(_ORDER.get(c, c) for c in unicodedata.normalize("NFC", lower(text)))

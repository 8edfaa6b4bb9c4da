"""Values as they stand in a file -> clean values, or a sentence about what is wrong. No column and no database here."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

# Marks that only change how the text around them is drawn; they have no place in a name or a list.
_INVISIBLE = dict.fromkeys([0x200B, 0x200E, 0x200F, 0xFEFF, 0xAD, *range(0x202A, 0x202F), *range(0x2060, 0x206A)])

_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters but tab and line end; surrogates


class Unclean(ValueError):
    """What is wrong with a value; `hint`: what was probably meant."""

    def __init__(self, message: str, hint: str = "", value: Any = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.value = value  # the part of a list that is wrong


def text(value: Any, *, limit: int, multiline: bool = False) -> str:
    """Return the text trimmed, in NFC, without invisible marks. A number counts as its digits, null as ''."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unclean(_("A text is expected here."))
    raw = str(value)
    if len(raw) > limit * 4:  # before any work on it
        raise _too_long(len(raw), limit)
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    if _NO_TEXT.search(lines):
        raise Unclean(_("It holds a character that is no text (a NUL, a control character or half of a letter)."))
    clean = unicodedata.normalize("NFC", lines).translate(_INVISIBLE)
    clean = clean.strip() if multiline else " ".join(clean.split())
    if len(clean) > limit:
        raise _too_long(len(clean), limit)
    return clean


def _too_long(count: int, limit: int) -> Unclean:
    return Unclean(_("It has %(count)d characters; at most %(limit)d fit.") % {"count": count, "limit": limit})


def items(value: Any, clean: Callable[[Any], Any], *, limit: int, same: Callable[[Any], Any] = lambda item: item) -> list[Any]:
    """Return the cleaned items of a list in order, without empty ones and repetitions (by `same`)."""
    if value is None or value == "":
        return []
    if not isinstance(value, list):
        raise Unclean(_("A list is expected here, in square brackets."))
    if len(value) > limit:
        raise Unclean(_("It has %(count)d items; at most %(limit)d fit.") % {"count": len(value), "limit": limit})
    found: dict[Any, Any] = {}
    for item in value:
        try:
            cleaned = clean(item)
        except Unclean as error:
            error.value = item if error.value is None else error.value
            raise
        if cleaned:
            found.setdefault(same(cleaned), cleaned)
    return list(found.values())


def number(value: Any) -> float | None:
    """Return a finite number, None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _no_number()
    try:
        result = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError) as error:
        raise _no_number() from error
    if not math.isfinite(result):
        raise _no_number()
    return result


def _no_number() -> Unclean:
    return Unclean(_("A number is expected here."))


def year(value: Any) -> int | None:
    found = number(value)
    if found is None:
        return None
    if found != int(found) or not 1000 <= found <= timezone.localdate().year:
        raise Unclean(_("A year that has begun is expected here, such as 2009."))
    return int(found)


def day(value: Any) -> str | None:
    """Return an ISO date as text, None for nothing."""
    if value is None or value == "":
        return None
    try:
        return dt.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise Unclean(_("A date is expected here, as 2026-12-31."), value=value) from error


def paragraphs(plain: str) -> str:
    """Return plain text as safe HTML: blank lines part paragraphs, other line ends are kept."""
    blocks = [block.strip() for block in plain.replace("\t", " ").split("\n\n")]
    return "".join(f"<p>{escape(block).replace(chr(10), '<br/>')}</p>" for block in blocks if block)

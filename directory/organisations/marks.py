"""The picture of an organisation without a logo: a plate with initials and one share for each of its rights areas.

Deterministic, drawn as SVG on the server, hidden from screen readers: the name always stands beside it.
"""

import csv
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from search import analysis

UNIT = 48
GAP = 2
MAX_SHARES = 3
LOWER = 1.5  # letters, so that capitals stand in the middle of their plate and the dot of İ inside it
PROVINCES_FILE = Path(__file__).resolve().parent.parent / "data" / "provinces.csv"

# One shape a group of rights areas, 48 × 48 (slug of the group -> path); a group made by an editor gets the square.
SHAPES = {
    "esitlik": "M0 0a24 24 0 0 1 0 48ZM24 0a24 24 0 0 1 0 48Z",
    "demokrasi": "M24 0a24 24 0 1 1 0 48a24 24 0 0 1 0-48Zm0 13a11 11 0 1 0 0 22a11 11 0 0 0 0-22Z",
    "sosyal": "M0 48V24a24 24 0 0 1 48 0v24H34V25a10 10 0 0 0-20 0v23Z",
    "cevre": "M0 48V24A24 24 0 0 1 24 0h24v24a24 24 0 0 1-24 24Z",
    "kultur": "M0 0l24 15L48 0v33L24 48L0 33Z",
}
SQUARE = "M0 0h48v48H0Z"
TURNS = {"esitlik": 4, "cevre": 2}  # how many quarter turns a shape may take

_PREFIXES = {"s.s", "s.s."}
_SKIPPED = {"ve", "ile", "icin", "bir"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBER = re.compile(r"\d{1,4}")


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    with PROVINCES_FILE.open(encoding="utf-8", newline="") as file:
        return frozenset(analysis.fold(row["name"]) for row in csv.DictReader(file))


def _upper(text: str) -> str:
    """Return the first letter in Turkish upper case (i -> İ, ı -> I), never more than one."""
    first = unicodedata.normalize("NFC", text)[:1]
    return {"i": "İ", "ı": "I"}.get(first, first.upper()[:1])


def initials(name: str, *, key: str = "") -> str:
    """Return one to four characters for the plate; the key's, when the name has no letter or digit."""
    words = [w for w in unicodedata.normalize("NFC", name).split() if analysis.fold(w) not in _PREFIXES]
    words = [part for word in words for part in _WORD.findall(word)]
    words = [w for w in words if analysis.fold(w) not in _SKIPPED] or words
    if len(words) > 1 and analysis.fold(words[0]) in _cities():
        words = words[1:]
    if not words:
        return (key[:2] or "?").upper()
    if number := _NUMBER.match(words[0]):
        return number.group()
    if len(words) == 1:
        return _upper(words[0]) + _upper(words[0][1:])
    return _upper(words[0]) + _upper(words[-1])


def fnv1a(text: str) -> int:
    """Return the 32 bit FNV-1a hash of the text's UTF-8."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def quarter_turns(group: str, index: int, key: str) -> int:
    """Return by how many quarters the share at this place of the column is turned."""
    return (fnv1a(key) >> (3 * index)) % TURNS.get(group, 1)


def _share(group: str, index: int, key: str | None, *, x: float, y: float, scale: float = 1) -> str:
    shape, css = SHAPES.get(group, SQUARE), group if group in SHAPES else "other"
    quarter = 0 if key is None else quarter_turns(group, index, key) * 90
    moved = f"translate({x:g} {y:g})" + (f" scale({scale:g})" if scale != 1 else "")
    turned = f" rotate({quarter} 24 24)" if quarter else ""
    return f'<path class="share share-{css}" fill-rule="evenodd" transform="{moved}{turned}" d="{shape}"/>'


def _plate(text: str, *, claimed: bool, x: float, y: float, width: float, height: float) -> str:
    plate = "plate" if claimed else "plate plate-hollow"
    letters = f"initials initials-{len(text)}" + ("" if claimed else " initials-hollow")
    return (
        f'<rect class="{plate}" x="{x + 1:g}" y="{y + 1:g}" width="{width - 2:g}" height="{height - 2:g}"/>'
        f'<text class="{letters}" x="{x + width / 2:g}" y="{y + height / 2 + LOWER:g}" text-anchor="middle"'
        f' dominant-baseline="central">{escape(text)}</text>'
    )


def _svg(parts: Sequence[str], *, css: str, width: float, height: float) -> SafeString:
    """Wrap parts made here: numbers, names of ours, and escaped text."""
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    return mark_safe(f'<svg class="mark {css}" {size} aria-hidden="true" focusable="false">{"".join(parts)}</svg>')  # noqa: S308


def column(*, key: str, name: str, groups: Sequence[str], claimed: bool, lying: bool = False) -> SafeString:
    """Return the organisation as a column on the line; `lying` along it, for narrow screens."""
    shown = groups[:MAX_SHARES]
    step, count = UNIT + GAP, len(shown)
    length = UNIT + count * step
    if lying:
        parts = [_share(group, i, key, x=(i + 1) * step, y=0) for i, group in enumerate(shown)]
        parts.append(_plate(initials(name, key=key), claimed=claimed, x=0, y=0, width=UNIT, height=UNIT))
        return _svg(parts, css="mark-lying", width=length, height=UNIT)
    parts = [_share(group, i, key, x=0, y=(count - 1 - i) * step) for i, group in enumerate(shown)]
    parts.append(_plate(initials(name, key=key), claimed=claimed, x=0, y=count * step, width=UNIT, height=UNIT))
    return _svg(parts, css="mark-column", width=UNIT, height=length)


def tile(*, key: str, name: str, groups: Sequence[str], claimed: bool) -> SafeString:
    """Return the square mark for lists: the plate above, the shares small beneath it."""
    scale, shown = 0.375, groups[:MAX_SHARES]
    size = UNIT * scale
    start = (64 - (len(shown) * size + max(0, len(shown) - 1) * GAP)) / 2
    parts = [_plate(initials(name, key=key), claimed=claimed, x=1, y=1, width=62, height=41)]
    parts += [_share(group, i, key, x=start + i * (size + GAP), y=44, scale=scale) for i, group in enumerate(shown)]
    return _svg(parts, css="mark-tile", width=64, height=64)


def shape(group: str) -> SafeString:
    """Return the shape of a group of rights areas alone and unturned, for headings and chips."""
    return _svg([_share(group, 0, None, x=0, y=0)], css="mark-shape", width=UNIT, height=UNIT)


def blocks(group: str, count: int) -> SafeString:
    """Return so many square blocks in the group's colour: a count at a glance, the number stands beside it."""
    size, step = 18, 22
    css = group if group in SHAPES else "other"
    square = f'<rect class="share share-{css}" x="{{}}" y="0" width="{size}" height="{size}"/>'
    parts = [square.format(i * step) for i in range(count)]
    return _svg(parts, css="mark-blocks", width=max(count * step - (step - size), 1), height=size)

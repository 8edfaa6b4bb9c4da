"""The picture that goes with a shared link, 1200 × 630: columns on the common line, a name above it, facts under it.

Drawn on the server in our own letters and from nothing but its values, so that equal values give equal pictures. Letters
that our fonts do not have are left out; where too little of a name remains, the column stands alone.
"""

import hashlib
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageChops, ImageDraw, ImageFont

from directory.organisations import marks

VERSION = "2"  # part of every tag: another one when the drawing changes
WIDTH, HEIGHT = 1200, 630
MARGIN = 64
LINE_TOP, LINE_HEIGHT = 492, 10
UNIT, GAP = 100, 4
FINER = 4  # shapes are drawn so many times larger, then made smaller: smooth edges
SIZES = (76, 68, 60, 54, 48, 42, 36)
NAME_TOP, NAME_BOTTOM = 168, LINE_TOP - 48
FACTS_SIZE = 42
READABLE = 0.6  # of a name's letters that our fonts must have

INK, INK_2, DUSK, PAPER = "#10272E", "#344850", "#FBDFC4", "#FFFFFF"
COLOURS = {"esitlik": "#B3204C", "demokrasi": "#0F6A7D", "sosyal": "#C04A16", "cevre": "#5F7518", "kultur": "#6A4085"}

_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Column:
    """One organisation, or, without initials, a door that belongs to nobody."""

    groups: tuple[str, ...]
    claimed: bool = True
    initials: str = ""
    key: str | None = None  # turns the shares


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the picture shows, and nothing else."""

    name: str
    facts: str
    columns: tuple[Column, ...]

    @property
    def tag(self) -> str:
        """Return what is equal for equal pictures."""
        return hashlib.sha256(f"{VERSION} {self!r}".encode()).hexdigest()[:24]


def png(picture: Picture) -> bytes:
    """Return the picture as a PNG file."""
    image = Image.new("RGB", (WIDTH, HEIGHT), DUSK)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, LINE_TOP, WIDTH, HEIGHT), fill=PAPER)
    draw.rectangle((0, LINE_TOP, WIDTH, LINE_TOP + LINE_HEIGHT - 1), fill=INK)
    _wordmark(draw)
    left = WIDTH - MARGIN - len(picture.columns) * (UNIT + GAP) + GAP
    for at, column in enumerate(picture.columns):
        _column(image, column, left + at * (UNIT + GAP))
    _name(draw, shown(picture.name), left - 48 - MARGIN)
    _facts(draw, shown(picture.facts))
    file = BytesIO()
    image.quantize(96).save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=16)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = Path(settings.BASE_DIR) / "static" / "fonts" / f"{name}.woff2"
    # The plain layout: another one would depend on what else is installed.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2048)
def _drawn(letter: str, name: str = "headings") -> bool:
    """Return whether one of our fonts has the letter: what it lacks all looks alike."""
    font = _font(name, 40)
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\U0010fffd"))


def shown(text: str) -> str:
    """Return the text in letters that we have; '' where too few of them are left to read it."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(letter if _drawn(letter) else "\0" for letter in composed)
    letters = sum(letter.isalnum() for letter in composed)
    if not letters or sum(letter.isalnum() for letter in kept) < READABLE * letters:
        return ""
    return " ".join(re.sub(r"\0+", "", kept).split())


def _wordmark(draw: ImageDraw.ImageDraw) -> None:
    """PAY over DAŞ with a bar between them, the A's in one column: one and a half times what deploy/subset.py draws."""
    font, size = _font("headings", 44), 1.5
    left, apart = MARGIN + 23.9 * size, 2.2 * size  # where the A's begin; between letters
    for before, after, baseline in (("P", "Y", 23), ("D", "Ş", 58)):
        at = left - apart - font.getlength(before)
        for letter in (before, "A", after):
            draw.text((at, MARGIN + (baseline - 2) * size), letter, INK, font, anchor="ls")
            at += font.getlength(letter) + apart
    draw.rectangle((MARGIN, MARGIN + 40, MARGIN + 70 * size, MARGIN + 45), fill=INK)


def _lines(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """Break between words; within one only when it is wider than a line."""
    line = ""
    for word in text.split():
        wide = f"{line} {word}".strip()
        if font.getlength(wide) <= width:
            line = wide
            continue
        if line:
            yield line
        line = ""
        for letter in word:
            if line and font.getlength(line + letter) > width:
                yield line
                line = ""
            line += letter
    if line:
        yield line


def _balanced(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break between words into no more lines than there must be, about equally long."""
    lines = list(_lines(text, font, width))
    widest = max(font.getlength(word) for word in text.split())
    for narrower in range(int(width), int(widest), -8):
        tried = list(_lines(text, font, narrower))
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _name(draw: ImageDraw.ImageDraw, text: str, width: float) -> None:
    """Write the name as large as it fits, its last line on the common line; what never fits ends with an ellipsis."""
    if not text:
        return
    for size in SIZES:
        font = _font("headings", size)
        lines, step = list(_lines(text, font, width)), round(size * 1.16)
        most = (NAME_BOTTOM - NAME_TOP) // step
        whole = all(font.getlength(word) <= width for word in text.split())
        if len(lines) <= most and (whole or size == SIZES[-1]):
            lines = _balanced(text, font, width)
            break
    else:
        lines = lines[:most]
        while font.getlength(f"{lines[-1]}…") > width:
            lines[-1] = lines[-1][:-1]
        lines[-1] = f"{lines[-1].rstrip()}…"
    for at, line in enumerate(reversed(lines)):
        draw.text((MARGIN, NAME_BOTTOM - at * step), line, INK, font, anchor="ls")


def _facts(draw: ImageDraw.ImageDraw, text: str) -> None:
    """Write one line; the text's letters lie in two files."""
    line = next(_lines(text, _font("text", FACTS_SIZE), WIDTH - 2 * MARGIN), "")
    left: float = MARGIN
    for here, letters in groupby(line, key=lambda letter: _drawn(letter, "text")):
        font, part = _font("text" if here else "text-ext", FACTS_SIZE), "".join(letters)
        draw.text((left, (LINE_TOP + LINE_HEIGHT + HEIGHT) // 2 + 15), part, INK_2, font, anchor="ls")
        left += font.getlength(part)


def _column(image: Image.Image, column: Column, left: int) -> None:
    draw = ImageDraw.Draw(image)
    top = LINE_TOP - UNIT
    if column.claimed:
        draw.rectangle((left, top, left + UNIT - 1, LINE_TOP), fill=INK)
    else:
        draw.rectangle((left, top, left + UNIT - 1, LINE_TOP), fill=PAPER, outline=INK, width=6)
    if text := shown(column.initials):
        font = _font("headings", 46 if len(text) < 3 else 32)
        draw.text((left + UNIT / 2, top + UNIT / 2), text, PAPER if column.claimed else INK, font, anchor="mm")
    for at, group in enumerate(column.groups[: marks.MAX_SHARES]):
        turn = 0 if column.key is None else marks.quarter_turns(group, at, column.key)
        mask = _shape(group, turn)
        image.paste(COLOURS.get(group, INK), (left, top - (at + 1) * (UNIT + GAP)), mask)


@lru_cache(maxsize=32)
def _shape(group: str, turn: int) -> Image.Image:
    """Return the shape of a group of rights areas as a mask, turned by so many quarters; overlaps are holes."""
    side = UNIT * FINER
    mask = Image.new("1", (side, side))
    for outline in outlines(marks.SHAPES.get(group, marks.SQUARE)):
        part = Image.new("1", (side, side))
        points = [(x * side / marks.UNIT, y * side / marks.UNIT) for x, y in outline]
        ImageDraw.Draw(part).polygon(points, fill=1)
        mask = ImageChops.logical_xor(mask, part)
    return mask.convert("L").resize((UNIT, UNIT), Image.Resampling.BOX).rotate(-90 * turn)


def outlines(path: str) -> list[list[tuple[float, float]]]:
    """Return the parts of an SVG path as corners; arcs, which are parts of circles, in small steps."""
    found: list[list[tuple[float, float]]] = []
    x = y = 0.0
    for command, rest in _COMMAND.findall(path):
        values = [float(number) for number in _NUMBER.findall(rest)]
        base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
        match command.upper():
            case "M":
                x, y = base_x + values[0], base_y + values[1]
                found.append([(x, y)])
            case "Z":
                x, y = found[-1][0]
            case "H":
                x = base_x + values[0]
            case "V":
                y = base_y + values[0]
            case "L":
                x, y = base_x + values[0], base_y + values[1]
            case "A":
                end = (base_x + values[5], base_y + values[6])
                found[-1] += _arc((x, y), end, radius=values[0], large=values[3] == 1, clockwise=values[4] == 1)
                x, y = end
        found[-1].append((x, y))
    return found


def _arc(
    start: Sequence[float], end: Sequence[float], *, radius: float, large: bool, clockwise: bool
) -> Iterator[tuple[float, float]]:
    across_x, across_y = end[0] - start[0], end[1] - start[1]
    width = math.hypot(across_x, across_y)
    height = math.sqrt(max(radius**2 - (width / 2) ** 2, 0)) * (-1 if large == clockwise else 1)
    middle_x = (start[0] + end[0]) / 2 - across_y / width * height
    middle_y = (start[1] + end[1]) / 2 + across_x / width * height
    first = math.atan2(start[1] - middle_y, start[0] - middle_x)
    turn = (math.atan2(end[1] - middle_y, end[0] - middle_x) - first) % (2 * math.pi)
    if not clockwise:
        turn -= 2 * math.pi
    steps = 32
    for step in range(1, steps + 1):
        angle = first + turn * step / steps
        yield middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)

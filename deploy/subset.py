"""Cuts fonts down to what we write with and draws the wordmark. Run by deploy/fonts.py in an environment with fontTools.

Arguments: folder with Aleo's files, folder with Atkinson Hyperlegible Next's, folder for the fonts (the sign goes
beside it), file for the wordmark.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RANGES = (
    "20-7E A0-FF 11E-11F 130-131 15E-15F 152-153 2013-2014 2018-201E 2022 2026 2039-203A 20AC 20BA 2122 2190-2193 2212 "
    "302 304 306 307 308 327"
)
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "mkmk", "pnum", "tnum", "case"]
TRACKING = 2.2  # of the wordmark's letters, in its units


def letters() -> set[int]:
    bounds = [[int(end, 16) for end in part.split("-")] for part in RANGES.split()]
    return {code for ends in bounds for code in range(ends[0], ends[-1] + 1)}


def cut(font: TTFont, codes: set[int]) -> TTFont:
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True, name_IDs=[1, 2, 6])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    return font


def save(font: TTFont, path: Path) -> None:
    font.flavor = "woff2"
    font.save(path)


def text_fonts(folder: Path, out: Path) -> None:
    """Running text: the two upstream parts stay two files, told apart by unicode-range; weights 400 to 700."""
    parts = {"text": "latin", "text-ext": "latin-ext"}
    have: set[int] = set()
    for name, part in parts.items():
        font = TTFont(folder / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2", recalcTimestamp=False)
        codes = (letters() & set(font.getBestCmap())) - have
        have |= codes
        instancer.instantiateVariableFont(cut(font, codes), {"wght": (400, 400, 700)}, inplace=True)
        save(font, out / f"{name}.woff2")
        ranges = ", ".join(f"U+{code:04X}" for code in sorted(codes)) if part == "latin-ext" else ""
        sys.stdout.write(f"{name}: {len(codes)} letters {ranges}\n")


def heading_font(folder: Path, out: Path) -> TTFont:
    """Headings: one weight, both parts in one file."""
    pieces, have = [], set()
    for part in ("latin", "latin-ext"):
        font = TTFont(folder / f"aleo-{part}-wght-normal.woff2")
        codes = (letters() & set(font.getBestCmap())) - have
        have |= codes
        instancer.instantiateVariableFont(cut(font, codes), {"wght": 700}, inplace=True)
        font.flavor = None
        piece = out / f"{part}.ttf"
        font.save(piece)
        pieces.append(piece)
    merged = Merger().merge([str(piece) for piece in pieces])
    for piece in pieces:
        piece.unlink()
    save(merged, out / "headings.woff2")
    return merged


def outline(font: TTFont, text: str, *, scale: float, x: float, y: float) -> str:
    """Return the text as an SVG path with its baseline at y, its pen starting at x, letters set wider."""
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}".removesuffix(".0"))
    for letter in text:
        glyph = glyphs[names[ord(letter)]]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
        x += glyph.width * scale + TRACKING
    return pen.getCommands()


def middle_of_a(font: TTFont, text: str, scale: float) -> float:
    """Return where the middle of the A stands when the text starts at 0."""
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    letters_before = text[: text.index("A")]
    before = sum(glyphs[names[ord(letter)]].width for letter in letters_before) * scale + TRACKING * len(letters_before)
    bounds = BoundsPen(glyphs)
    glyphs[names[ord("A")]].draw(bounds)
    return before + (bounds.bounds[0] + bounds.bounds[2]) / 2 * scale


def wordmark(font: TTFont, path: Path) -> None:
    """PAY over DAŞ with the fraction bar between them, as wide as both words, the two A's in one column; 70 × 68."""
    scale = 28 / font["OS/2"].sCapHeight * 0.78
    middle = 35.5  # of the A's: the D's feet begin at 0, the Y's end at 69.8
    over = outline(font, "PAY", scale=scale, x=middle - middle_of_a(font, "PAY", scale), y=23)
    under = outline(font, "DAŞ", scale=scale, x=middle - middle_of_a(font, "DAŞ", scale), y=58)
    path.write_text(
        "{# The wordmark as outlines, made by `make fonts`. #}\n"
        '<svg class="wordmark-letters" viewBox="0 0 70 68" width="70" height="68" aria-hidden="true" focusable="false">'
        f'<path d="{over}" /><path d="M0 28.5h70v4H0z" /><path d="{under}" /></svg>\n',
        encoding="utf-8",
    )


def sign(font: TTFont, path: Path) -> None:
    """P over D, the fraction in small: browser tab, sign-in."""
    scale = 9.6 / font["OS/2"].sCapHeight
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#fbdfc4" d="M0 0h32v32H0z"/>'
        f'<path fill="#10272e" d="{outline(font, "P", scale=scale, x=11.6, y=13)}M5 14.8h22v2.4H5z'
        f'{outline(font, "D", scale=scale, x=11, y=28.6)}"/></svg>\n',
        encoding="utf-8",
    )


def main() -> None:
    aleo, atkinson, out, mark = (Path(argument) for argument in sys.argv[1:])
    text_fonts(atkinson, out)
    headings = heading_font(aleo, out)
    wordmark(headings, mark)
    sign(headings, out.parent / "icon.svg")


if __name__ == "__main__":
    main()

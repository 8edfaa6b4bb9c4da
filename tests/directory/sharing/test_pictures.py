"""The picture of a shared link: any name, always the same, drawn as the marks are."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from directory.organisations import marks
from directory.sharing.pictures import (
    COLOURS,
    DUSK,
    INK,
    LINE_TOP,
    MARGIN,
    NAME_BOTTOM,
    UNIT,
    WIDTH,
    Column,
    Picture,
    outlines,
    png,
    shown,
)

COLUMN = Column(("esitlik", "kultur", "cevre"), True, "PD", "parmak-ucu")
NAMES = [
    "Işık Derneği",
    "İ",
    "Uzun ad " * 38,
    "A" * 300,
    "ğ" * 300,
    "🎉 Neşe 🦊",
    "🎉🦊",
    "جمعية حقوق الإنسان",
    "Ελλάδα",
    "\u202eters\x00\n",
    "",
    "a\u0301" * 40,
]


def opened(picture):
    return Image.open(BytesIO(png(picture))).convert("RGB")


def rgb(colour):
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def near(pixel, colour):
    return all(abs(one - other) < 12 for one, other in zip(pixel, rgb(colour), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_any_name_gives_a_picture_of_the_same_size_and_the_same_bytes(name):
    picture = Picture(name, "Dernek · İzmir geneli", (Column(("sosyal",), False, marks.initials(name, key="ab"), "ab"),))
    first = png(picture)
    assert first == png(picture)
    assert Image.open(BytesIO(first)).size == (1200, 630)
    assert len(first) < 100_000


@settings(max_examples=15)
@given(st.text(max_size=300), st.text(max_size=80), st.lists(st.sampled_from([*marks.SHAPES, "baska"]), max_size=5))
def test_no_text_breaks_it(name, facts, groups):
    assert png(Picture(name, facts, (Column(tuple(groups), True, marks.initials(name, key="k"), "k"),)))


def test_the_column_stands_on_the_line_in_the_colours_of_its_shares():
    image = opened(Picture("Parmak Ucu", "", (COLUMN,)))
    middle = WIDTH - MARGIN - UNIT // 2
    assert near(image.getpixel((20, LINE_TOP + 4)), INK)
    assert near(image.getpixel((WIDTH - MARGIN - 8, LINE_TOP - 8)), INK)  # the plate's corner
    assert near(image.getpixel((middle, LINE_TOP - 250)), COLOURS["kultur"])
    assert near(image.getpixel((middle, LINE_TOP - 360)), COLOURS["cevre"])
    assert near(image.getpixel((WIDTH - 10, 10)), DUSK)


def test_a_profile_nobody_claimed_has_a_hollow_door():
    hollow = opened(Picture("Ad", "", (Column((), False, "A"),)))
    assert hollow.getpixel((WIDTH - MARGIN - 16, LINE_TOP - 16)) == (255, 255, 255)


def ink_in(image, top, bottom):
    """Return where writing begins and ends between two heights of the top area, left of the columns."""
    part = image.crop((0, top, 800, bottom)).convert("L").point(lambda value: 255 * (value < 128))
    return part.getbbox()


def test_a_long_name_is_broken_into_lines_of_about_one_length_that_keep_off_the_line():
    image = opened(Picture("Parmak Ucu Sağır Kültürü ve İşaret Dili Derneği", "", (COLUMN,)))
    widths = [ink_in(image, base - 54, base)[2] for base in (NAME_BOTTOM - 176, NAME_BOTTOM - 88, NAME_BOTTOM)]
    assert min(widths) > 0.6 * max(widths)
    assert ink_in(image, NAME_BOTTOM - 54, LINE_TOP)[3] + NAME_BOTTOM - 54 < LINE_TOP - 24


def test_the_wordmark_has_the_as_in_one_column_and_a_bar_under_every_foot():
    image = opened(Picture("", "", (COLUMN,)))
    over, bar, under = (ink_in(image, MARGIN + top, MARGIN + bottom) for top, bottom in ((0, 32), (40, 46), (52, 84)))
    assert bar[0] <= min(over[0], under[0])
    assert bar[2] >= max(over[2], under[2])
    tops = [image.crop((MARGIN + 40, y, MARGIN + 66, y + 12)) for y in (MARGIN + 2, MARGIN + 54)]
    first, second = (top.convert("L").point(lambda value: 255 * (value < 128)).getbbox() for top in tops)
    assert (first[0], first[2]) == (second[0], second[2])


def test_letters_we_do_not_have_are_left_out_and_a_name_of_them_is_not_written():
    assert shown("🎉 Neşe İçin Ağ 🦊") == "Neşe İçin Ağ"
    assert shown("جمعية") == ""
    assert shown("Ne جمعية") == ""
    assert shown("  iki\nsatır ") == "iki satır"


def test_the_tag_tells_pictures_apart():
    tags = {Picture(name, "", (COLUMN,)).tag for name in NAMES}
    assert len(tags) == len(NAMES)
    assert Picture("a", "", (COLUMN,)).tag == Picture("a", "", (COLUMN,)).tag


def test_the_colours_are_the_shares_of_the_look():
    from tests.test_look import tokens

    named = dict(zip(marks.SHAPES, ("equality", "democracy", "social", "environment", "culture"), strict=True))
    assert {group: colour.lower() for group, colour in COLOURS.items()} == {
        group: tokens("light")[f"share-{name}"] for group, name in named.items()
    }


@pytest.mark.parametrize("group", marks.SHAPES)
def test_an_outline_stays_within_its_square(group):
    points = [point for outline in outlines(marks.SHAPES[group]) for point in outline]
    assert min(min(point) for point in points) >= -0.01
    assert max(max(point) for point in points) <= marks.UNIT + 0.01
    assert len(points) > 4


def test_an_arc_is_a_circle():
    (outline, hole) = outlines(marks.SHAPES["demokrasi"])
    assert all(((x - 24) ** 2 + (y - 24) ** 2) ** 0.5 == pytest.approx(24) for x, y in outline)
    assert all(((x - 24) ** 2 + (y - 24) ** 2) ** 0.5 == pytest.approx(11) for x, y in hole)
    assert ElementTree.fromstring(marks.shape("demokrasi"))  # noqa: S314 - our own drawing

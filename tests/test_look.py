"""The look in numbers: contrast computed from the tokens, what stands in the bundle, what a page weighs."""

import gzip
import importlib.util
import re
import sys
from pathlib import Path

import pytest

from cms.core.preparation import prepare_site
from search.rebuild import rebuild
from tests.factories import DistrictFactory, TopicFactory
from tests.factories.public import full_organisation, path_of

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
GROUNDS = ("paper", "mist", "dusk", "dusk-2")
SHARES = ("share-equality", "share-democracy", "share-social", "share-environment", "share-culture")
TEXT = [
    *[(text, ground) for text in ("ink", "ink-2") for ground in GROUNDS],
    *[("gulf", ground) for ground in ("paper", "mist", "dusk-2")],
    ("on-gulf", "gulf"),
    ("on-mimosa", "mimosa"),
    ("on-plate", "plate"),
    *[(tone, ground) for tone in ("pomegranate", "olive", "brick") for ground in (f"{tone}-2", "paper")],
    *[("ink", f"{tone}-2") for tone in ("pomegranate", "olive", "brick")],
    ("paper", "ink"),  # the current tab and page
]
PARTS = [
    *[("line", ground) for ground in GROUNDS],
    *[("edge", ground) for ground in GROUNDS],
    *[("plate", ground) for ground in GROUNDS],
]


def tokens(scheme: str) -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text()
    light, dark = text.split("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", light))
    return found | dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet():
    """Return the module that makes the bundle."""
    sys.path.insert(0, str(ROOT / "deploy"))
    try:
        spec = importlib.util.spec_from_file_location("stylesheet", ROOT / "deploy" / "stylesheet.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "deploy"))
    return module


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_text_and_ground_has_seven_to_one(scheme: str):
    colours = tokens(scheme)
    weak = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 7} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_edges_and_shares_are_seen_on_every_ground(scheme: str):
    colours = tokens(scheme)
    wanted = {**dict.fromkeys(PARTS, 3.0), **{(share, ground): 3.85 for share in SHARES for ground in GROUNDS}}
    ratios = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in wanted}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < wanted[pair]} == {}


def test_the_bundle_is_made_of_the_components_as_they_are():
    assert (STATIC / "paydas.css").read_text(encoding="utf-8") == stylesheet().bundle(), "run `make css`"


def test_every_file_the_stylesheet_asks_for_is_there_and_ours():
    css = (STATIC / "paydas.css").read_text()
    addresses = re.findall(r'url\("?([^")]+)', css)
    assert addresses
    assert [address for address in addresses if not (STATIC / address).is_file()] == []


@pytest.mark.parametrize("never", ["text-transform", "letter-spacing", "gradient", "text-shadow", "!important"])
def test_the_stylesheet_keeps_to_the_look(never: str):
    assert never not in (STATIC / "paydas.css").read_text()


def test_every_colour_is_a_token():
    for file in (STATIC / "css").glob("*.css"):
        if file.stem not in {"tokens", "print"}:
            colours = re.findall(r"#[0-9a-f]{3,6}\b", file.read_text())
            assert set(colours) <= {"#fff"}, file.name  # a logo stands on white


def test_every_icon_a_template_asks_for_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text()))
    asked = {
        name
        for file in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z-]+)" %}', file.read_text())
    }
    assert asked
    assert asked <= known


def test_fonts_and_icons_stand_beside_their_licences():
    names = {path.name for path in (STATIC / "fonts").iterdir()}
    assert {"text.woff2", "text-ext.woff2", "headings.woff2", "aleo-OFL.txt", "atkinson-hyperlegible-next-OFL.txt"} == names
    assert "ISC License" in (STATIC / "icons-LICENSE.txt").read_text()


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


@pytest.mark.django_db(transaction=True)
def test_a_first_load_is_light(client, index):
    """HTML ≤ 25 KB, CSS ≤ 15, scripts ≤ 20, everything ≤ 100, compressed; fonts are compressed already."""
    prepare_site()
    topic = TopicFactory()
    DistrictFactory()
    organisations = [full_organisation(f"Engelliler için çalışan {number}. dernek", topics=[topic]) for number in range(45)]
    rebuild(index)
    css = packed((STATIC / "paydas.css").read_bytes())
    scripts = sum(packed(path.read_bytes()) for path in (STATIC / "js").glob("*.js"))
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    pictures = packed((STATIC / "icons.svg").read_bytes()) + packed((STATIC / "icon.svg").read_bytes())
    assert css <= 15_000
    assert scripts <= 20_000
    assert fonts <= 40_000
    for path in ("/", "/ara/?q=engelliler", "/kuruluslar/", "/haklar/", "/haklar/engelli-haklari/", path_of(organisations[0])):
        html = packed(client.get(path).content)
        assert html <= 25_000, path
        assert html + css + scripts + fonts + pictures <= 100_000, path


def test_every_letter_of_the_wordmark_stands_within_its_bar():
    drawn = (ROOT / "templates" / "components" / "wordmark_letters.html").read_text()
    width, height = re.search(r'viewBox="0 0 (\d+) (\d+)"', drawn).groups()
    over, bar, under = re.findall(r' d="([^"]+)"', drawn)
    assert bar.startswith(f"M0 28.5h{width}v")
    for path in (over, under):
        x = y = 0.0
        for command, rest in re.findall(r"([MLHVQZ])([^MLHVQZ]*)", path):
            numbers = [float(number) for number in rest.split()]
            xs, ys = (numbers, [y]) if command == "H" else ([x], numbers) if command == "V" else (numbers[::2], numbers[1::2])
            x, y = (xs[-1], ys[-1]) if numbers else (x, y)
            assert all(0 <= value <= float(width) for value in xs)
            assert all(0 <= value <= float(height) for value in ys)

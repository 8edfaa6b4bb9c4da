"""`make icons`: the icons we use as one sprite, static/icons.svg, from the pinned lucide-static; the result is committed."""

import re
import shutil
import tempfile
from pathlib import Path

from common import ROOT, Stop, say
from packages import Package

LUCIDE = Package(
    "lucide-static",
    "1.62.0",
    "WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ88G5pHkSWgwA==",
)
# Named as templates/components/icon.html asks for them.
NAMES = [
    "accessibility",
    "arrow-left",
    "arrow-right",
    "book-open",
    "building-2",
    "calendar-days",
    "check",
    "chevron-down",
    "circle-alert",
    "clock",
    "corner-down-right",
    "eye-off",
    "file-text",
    "flag",
    "funnel",
    "globe",
    "hand-heart",
    "hand-helping",
    "house",
    "info",
    "languages",
    "link",
    "locate",
    "mail",
    "map-pin",
    "menu",
    "message-circle",
    "phone",
    "printer",
    "rss",
    "search",
    "square",
    "square-check",
    "square-dashed",
    "triangle-alert",
    "user",
    "users",
    "video",
    "x",
]


def icons() -> None:
    """Write the sprite and its licence. Needs npm and a package registry."""
    with tempfile.TemporaryDirectory(prefix="paydas-icons-") as folder:
        source = LUCIDE.unpack(Path(folder))
        symbols = [_symbol(name, source / "icons" / f"{name}.svg") for name in NAMES]
        shutil.copyfile(source / "LICENSE", ROOT / "static" / "icons-LICENSE.txt")
    sprite = ROOT / "static" / "icons.svg"
    sprite.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n', encoding="utf-8")
    say(f"static/icons.svg: {len(symbols)} icons, {sprite.stat().st_size / 1000:.1f} KB")


def _symbol(name: str, file: Path) -> str:
    if not file.exists():
        raise Stop(f"{LUCIDE.name} {LUCIDE.version} has no icon {name}.")
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    parts = [line.strip() for line in drawing.group(1).splitlines()] if drawing else []
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(parts)}</symbol>\n'

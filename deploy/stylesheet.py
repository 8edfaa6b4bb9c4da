"""`make css`: static/paydas.css out of the components in static/css/, one request for the whole site; it is committed."""

import re

from common import ROOT, say

SOURCES = ROOT / "static" / "css"
BUNDLE = ROOT / "static" / "paydas.css"
# Ground first; then one file a component; print last.
ORDER = [
    "tokens",
    "fonts",
    "base",
    "layout",
    "header",
    "top",
    "footer",
    "buttons",
    "chips",
    "badges",
    "alerts",
    "cards",
    "fraction",
    "crumbs",
    "gap",
    "pagination",
    "rows",
    "counts",
    "topics",
    "facts",
    "marks",
    "fields",
    "search-box",
    "suggestions",
    "tabs",
    "facets",
    "results",
    "ways",
    "home",
    "skyline",
    "profile",
    "design",
    "share",
    "safety",
    "map",
    "print",
]


def bundle() -> str:
    """Return the components as one stylesheet, without comments and indentation."""
    unknown = {path.stem for path in SOURCES.glob("*.css")} ^ set(ORDER)
    if unknown:
        raise ValueError(f"deploy/stylesheet.py and static/css/ differ in: {', '.join(sorted(unknown))}")
    text = "\n".join((SOURCES / f"{name}.css").read_text(encoding="utf-8") for name in ORDER)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = text.replace('url("../', 'url("')  # the bundle lies one folder higher
    lines = (line.strip() for line in text.splitlines())
    return "/* Made by `make css` from static/css/. */\n" + "\n".join(line for line in lines if line) + "\n"


def css() -> None:
    """Write the bundle."""
    text = bundle()
    BUNDLE.write_text(text, encoding="utf-8")
    say(f"static/paydas.css: {len(ORDER)} components, {len(text.encode()) / 1000:.1f} KB")


if __name__ == "__main__":
    css()

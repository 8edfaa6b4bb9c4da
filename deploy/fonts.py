"""`make fonts`: the small fonts of static/fonts/ and the drawn wordmark, from pinned packages; the result is committed."""

import shutil
import sys
import tempfile
from pathlib import Path

from common import ROOT, Stop, run, say
from packages import Package

FONTS = {
    "aleo": Package(
        "@fontsource-variable/aleo",
        "5.3.0",
        "sioAD9WnAYM3L8MDXy8/c1wSOo31xFVwdurJbGm1dnHZmr7X7BfOT7QrE5oV0WjAyiSSn8hIZxtNrD4CuznAzg==",
    ),
    "atkinson-hyperlegible-next": Package(
        "@fontsource-variable/atkinson-hyperlegible-next",
        "5.3.0",
        "UnLzNUy1RWoLDfydAatP4NaRm99X/WbQEph7q/PymJnCFIOOwKOx3pBmp5ys8trO0dM+CKGuJgeZP9fAR4mQpA==",
    ),
}


def fonts() -> None:
    """Fetch the fonts, keep the letters we write with, draw the wordmark. Needs npm and a package registry."""
    out = ROOT / "static" / "fonts"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="paydas-fonts-") as name:
        folder = Path(name)
        python = _environment(folder / "venv")
        unpacked = {font: package.unpack(folder) for font, package in FONTS.items()}
        for font, source in unpacked.items():
            shutil.copyfile(source / "LICENSE", out / f"{font}-OFL.txt")
        wordmark = ROOT / "templates" / "components" / "wordmark_letters.html"
        sources = [unpacked[font] / "files" for font in FONTS]
        if run([python, "deploy/subset.py", *sources, out, wordmark]):
            raise Stop("The fonts were not made; the lines above say why.")
    for file in sorted(out.glob("*.woff2")):
        say(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.1f} KB")


def _environment(folder: Path) -> Path:
    """Make a throw-away environment with the pinned packages; returns its Python."""
    python = folder / "bin" / "python"
    needed = ROOT / "deploy" / "fonts-requirements.txt"
    quiet = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    if run([sys.executable, "-m", "venv", folder]) or run([python, "-m", "pip", "install", *quiet, "-r", needed]):
        raise Stop("The environment for making fonts was not made; the lines above say why.")
    return python

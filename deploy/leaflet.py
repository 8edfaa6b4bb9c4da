"""`make leaflet`: the map's library into static/leaflet/, from pinned packages; the result is committed with the licences."""

import re
import shutil
import tempfile
from pathlib import Path

from common import ROOT, say
from packages import Package

LEAFLET = Package(
    "leaflet", "1.9.4", "nxS1ynzJOmOlHp+iL3FyWqK89GtNL8U8rvlMOsQdTTssxZwCXh8N2NB3GDQOL+YR3XnWyZAxwQixURb+FA74PA=="
)
CLUSTER = Package(
    "leaflet.markercluster",
    "1.5.3",
    "vPTw/Bndq7eQHjLBVlWpnGeLa3t+3zGiuM7fJwCkiMFq+nmRuG3RI3f7f4N4TDX7T4NpbAXpR2+NTRSEGfCSeA==",
)
FILES = (
    (LEAFLET, "dist/leaflet.js", "leaflet.js"),
    (LEAFLET, "dist/leaflet.css", "leaflet.css"),
    (LEAFLET, "LICENSE", "leaflet-LICENSE.txt"),
    (CLUSTER, "dist/leaflet.markercluster.js", "markercluster.js"),
    (CLUSTER, "dist/MarkerCluster.css", "markercluster.css"),
    (CLUSTER, "MIT-LICENCE.txt", "markercluster-LICENSE.txt"),
)


def leaflet() -> None:
    """Write the files. Needs npm and a package registry."""
    target = ROOT / "static" / "leaflet"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    with tempfile.TemporaryDirectory(prefix="paydas-leaflet-") as folder:
        sources = {package: package.unpack(Path(folder)) for package in (LEAFLET, CLUSTER)}
        for package, name, written in FILES:
            text = (sources[package] / name).read_text(encoding="utf-8")
            text = re.sub(r"\n//# sourceMappingURL=\S+", "", text)
            if written.endswith(".css"):  # no rules with pictures: we use none of them
                text = re.sub(r"[^{}]*\{[^{}]*url\([^{}]*\}", "", text)
            (target / written).write_text(text, encoding="utf-8")
    say(f"static/leaflet/: {len(FILES)} files, {sum(file.stat().st_size for file in target.iterdir()) / 1000:.0f} KB")

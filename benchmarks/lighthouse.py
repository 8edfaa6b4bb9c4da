"""What Lighthouse says of eight pages, as a telephone loads them: performance, accessibility, best practices, SEO.

    python benchmarks/lighthouse.py [COMMAND …]        (npx --yes lighthouse unless said otherwise; needs Node and Chromium)

Starts the site as `make run` does, with the network of İzmir in a throw-away data folder, over plain HTTP on a loopback port.
Prints a table, and below it every audit of the last three kinds that a page fails.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from freshness import PREPARE, ROOT, free_port, node, wait_until_well

PAGES = {
    "home": "/",
    "search": "/ara/?q=engelli+hakları",
    "profile": "/kuruluslar/engelsiz-yasam-hakki-agi/",
    "organisations": "/kuruluslar/",
    "rights areas": "/haklar/",
    "a rights area": "/haklar/engelli-haklari/",
    "a district": "/yerler/izmir/bornova/",
    "map": "/harita/",
}
ATTEMPTS = 3  # Lighthouse now and then records nothing of a page, and asks to be run again
KINDS = ("performance", "accessibility", "best-practices", "seo")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def audit(command: list[str], address: str, report: Path) -> dict[str, Any]:
    """Return Lighthouse's report on a page."""
    browser = next(path for path in map(shutil.which, CHROMIUM) if path)
    options = [f"--chrome-flags={FLAGS}", "--output=json", f"--output-path={report}", "--quiet"]
    for attempt in range(ATTEMPTS):
        done = subprocess.run([*command, address, *options], check=False, env={**os.environ, "CHROME_PATH": browser})
        if not done.returncode:
            break
        if attempt == ATTEMPTS - 1:
            done.check_returncode()
    result: dict[str, Any] = json.loads(report.read_text())
    return result


def failures(report: dict[str, Any]) -> list[str]:
    """Return the titles of the audits, all but those of performance, that the page fails."""
    asked = [one["id"] for kind in KINDS[1:] for one in report["categories"][kind]["auditRefs"] if one["weight"]]
    return [report["audits"][name]["title"] for name in asked if (report["audits"][name]["score"] or 0) < 1]


def main() -> None:
    command = sys.argv[1:] or ["npx", "--yes", "lighthouse"]
    with tempfile.TemporaryDirectory(prefix="paydas-lighthouse-") as root:
        os.environ.update(PAYDAS_DATA_DIR=root, DJANGO_SETTINGS_MODULE="cms.settings.dev")
        os.chdir(ROOT)
        for arguments in PREPARE:
            subprocess.run([sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)
        port = free_port()
        processes = node(Path(root), port)
        try:
            wait_until_well(port)
            reports = {
                name: audit(command, f"http://127.0.0.1:{port}{path}", Path(root) / "r.json") for name, path in PAGES.items()
            }
        finally:
            for process in processes:
                process.terminate()
                process.wait()
    print(f"| page | {' | '.join(KINDS)} |\n|---|{'---|' * len(KINDS)}")
    for name, report in reports.items():
        scores = [f"{100 * (report['categories'][kind]['score'] or 0):.0f}" for kind in KINDS]
        print(f"| {name} | {' | '.join(scores)} |")
    for name, report in reports.items():
        for title in failures(report):
            print(f"{name}: {title}")


if __name__ == "__main__":
    main()

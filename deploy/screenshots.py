"""`make screenshots`: every public page × {360, 1280} × {light, dark} into screenshots/, from a site of its own.

In English in light only. Run by the virtual environment's Python. The data: the network of İzmir and the invented
organisations of the evaluation set, some of them claimed and confirmed, so that every state of a profile is there.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from common import CHROMIUM, PYTHON, ROOT, Stop, python, say
from playwright.sync_api import Browser, Page, sync_playwright

OUT = ROOT / "screenshots"
WIDTHS = (360, 1280)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PROFILE = "/kuruluslar/parmak-ucu-sagir-kulturu-ve-isaret-dili-dernegi/"
PAGES = {
    "ana-sayfa": "/",
    "arama": "/ara/?q=bornovada+engelliler",
    "arama-duzeltilmis": "/ara/?q=enegelli+haklri",
    "arama-hepsi": "/ara/",
    "sonuc-yok": "/ara/?q=qqqxxxwww",
    "sonuc-yok-yollar": "/ara/?q=engelli+haklar%C4%B1&type=union&district=izmir/kinik",
    "kurulus": PROFILE,
    "kurulus-sahiplenilmemis": "/kuruluslar/engelsiz-yasam-hakki-agi/",
    "kurulus-kolay": f"{PROFILE}?okuma=kolay",
    "kurulus-karti": f"{PROFILE}kart.png",
    "site-karti": "/kart.png",
    "bildir": "/kuruluslar/engelsiz-yasam-hakki-agi/bildir/yanlis/",
    "kuruluslar": "/kuruluslar/",
    "kuruluslar-yok": "/kuruluslar/?type=union&topic=engelli-haklari",
    "haklar": "/haklar/",
    "hak-alani": "/haklar/engelli-haklari/",
    "yerler": "/yerler/",
    "il": "/yerler/izmir/",
    "ilce": "/yerler/izmir/bornova/",
    "harita": "/harita/",
    "hakkinda": "/hakkinda/",
    "kisisel-veriler": "/kisisel-veriler/",
    "erisilebilirlik": "/erisilebilirlik/",
    "sayfa-yok": "/boyle-bir-sayfa-yok/",
    "sorun": "/500.html",
    "bakim": "/503.html",
    "giris": "/admin/login/",
    "tasarim": "/tasarim/",  # the last one: for editors, who sign in on the page before
}
NOT_THERE = {"sayfa-yok"}  # the pages that are asked for because there are none
ALONE = re.compile(r"/(\d+\.html)$")  # pages that are shown as they lie in templates/, without the site
ONE_LANGUAGE = {"kurulus-karti", "site-karti", "sorun", "bakim", "giris", "tasarim"}
EDITOR = ("editor@paydas.example", "an-editor-of-pictures")
STATES = """
from datetime import timedelta
from django.utils import timezone
from django.contrib.auth import get_user_model
from directory.models import Address, Organisation, Standing
get_user_model().objects.create_superuser(*EDITOR)
easy = "<p>Biz sağır insanların derneğiyiz.</p><ul><li>İşaret dili kursu veriyoruz.</li><li>Çeviri yapıyoruz.</li></ul>"
known = Address.objects.get(slug="parmak-ucu-sagir-kulturu-ve-isaret-dili-dernegi", current=True)
Organisation.objects.filter(pk=known.organisation_id).update(easy_read=easy)
today = timezone.localdate()
for number, organisation in enumerate(Organisation.objects.filter(standing__basis="import").order_by("pk")):
    ago = {0: 40, 1: 900}.get(number % 3)
    confirmed = today - timedelta(days=ago) if ago else None
    Standing.objects.filter(organisation=organisation).update(claimed_at=timezone.now(), confirmed_on=confirmed)
"""


def suggestions(page: Page) -> Iterator[str]:
    page.locator("main, header").locator("input[name=q]:visible").first.press_sequentially("engel", delay=30)
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    yield "oneri-listesi"


def filters(page: Page) -> Iterator[str]:
    narrowing = page.locator("summary:visible", has_text="Filtrele").first
    if narrowing.count():
        narrowing.click()
        yield "filtreler"


def drawn_map(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="Haritayı göster").click()
    page.locator(".leaflet-container").wait_for()
    yield f"{'harita' if '/harita/' in page.url else 'kurulus'}-acik"


def sign_in(page: Page) -> Iterator[str]:
    page.fill("input[name=username]", EDITOR[0])
    page.fill("input[name=password]", EDITOR[1])
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    yield from ()


# What can be opened on a page: yields the name of the picture once it is open.
OPENED: dict[str, Callable[[Page], Iterable[str]]] = {
    "ana-sayfa": suggestions,
    "arama": filters,
    "harita": drawn_map,
    "kurulus": drawn_map,
    "giris": sign_in,
}


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), "")
    if not chromium:
        raise Stop("Chromium is missing. On Debian or Ubuntu: sudo apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="paydas-screenshots-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        probe.close()
        env = {"PAYDAS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "SITE_URL": address}
        env |= {"DATABASE_URL": "", "SEARCH_URL": ""}
        prepare(env)
        with served(address, env), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            take(browser, address)
            browser.close()


def prepare(env: dict[str, str]) -> None:
    for arguments in (
        ["migrate", "--verbosity", "0"],
        ["load_reference"],
        ["load_network", "directory/data/izmir.yaml"],
        ["import_organisations", "tests/evaluation/organisations.jsonl", "--publish"],
        ["shell", "--verbosity", "0", "-c", f"EDITOR = {EDITOR!r}{STATES}"],
        ["prepare_site"],
        ["search_rebuild"],
    ):
        if python("manage.py", *arguments, env=env):
            raise Stop(f"`manage.py {arguments[0]}` failed; the lines above say why.")


@contextmanager
def served(address: str, env: dict[str, str]) -> Iterator[None]:
    """The site answers at the address while the block runs."""
    command = [PYTHON, "-m", "gunicorn", "cms.wsgi:application", "--bind", address.removeprefix("http://")]
    server = subprocess.Popen([*command, "--threads", "4", "--log-level", "warning"], cwd=ROOT, env={**os.environ, **env})
    try:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310  our own server
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(20)


def take(browser: Browser, address: str) -> None:
    """Write one picture a page, width and scheme, and say which page is wider than its window."""
    OUT.mkdir(exist_ok=True)
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, locale="tr-TR", reduced_motion="reduce"
            )
            context.route(ALONE, lambda route: route.fulfill(path=ROOT / "templates" / ALONE.search(route.request.url)[1]))
            page = context.new_page()
            for name, path in PAGES.items():
                picture = f"{width}{'-koyu' if scheme == 'dark' else ''}.png"
                if scheme == "light" and name not in ONE_LANGUAGE:
                    show(page, name, f"{address}/en{path}")
                    page.screenshot(path=OUT / f"{name}-en-{picture}", full_page=True)
                show(page, name, address + path)
                page.screenshot(path=OUT / f"{name}-{picture}", full_page=True)
                for opened in OPENED.get(name, lambda _page: ())(page):
                    page.screenshot(path=OUT / f"{opened}-{picture}", full_page=True)
            context.close()
    page = browser.new_page()
    page.goto(address + PROFILE)
    page.evaluate("document.fonts.ready")
    page.pdf(path=OUT / "kurulus.pdf", format="A4")
    say(f"{len(list(OUT.glob('*.png')))} pictures and a leaflet in {OUT}")


def show(page: Page, name: str, url: str) -> None:
    answer = page.goto(url)
    if answer is None or answer.ok == (name in NOT_THERE):
        raise Stop(f"{url} answers {answer and answer.status}.")
    page.evaluate("document.fonts.ready")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        say(f"{url} is {wider} px wider than a window of {page.viewport_size}")


if __name__ == "__main__":
    try:
        main()
    except Stop as reason:
        sys.stderr.write(f"\n{reason}\n")
        sys.exit(1)

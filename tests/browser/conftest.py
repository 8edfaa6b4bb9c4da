"""A real Chromium against a live server with its own database; a request that would leave the machine is recorded, and
the browser finds no host it could send it to."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Playwright's synchronous interface runs an event loop in this thread; Django would otherwise refuse the database here.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The browser without its windows where it is installed: the same engine in two thirds of the time.
INSTALLED = filter(None, map(shutil.which, ("chromium-headless-shell", "chromium")))
CHROMIUM = os.environ.get("CHROMIUM") or next(INSTALLED, "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PASSWORD = "parola-ornek-1"  # of every user the factories make
LOOPBACK = {"127.0.0.1", "localhost"}
WIDTHS = (320, 360, 1280)
LONG = pytest.mark.long
THEMES = ("light", pytest.param("dark", marks=LONG), pytest.param("forced", marks=LONG))  # of pages; components are in all


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@dataclass
class Outside:
    """Addresses beyond the loopback interface that pages asked for; empty at the end of every test."""

    urls: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        # Events, no route: one would end the browser's own cache, and ask us about every file.
        context.on("request", lambda request: self._note(request.url))
        context.on("page", lambda page: page.on("websocket", lambda socket: self._note(socket.url)))

    def _note(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in LOOPBACK:
            self.urls.append(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def outside() -> Iterator[Outside]:
    """Fails the test when any of its pages asked a third party for anything."""
    seen = Outside()
    yield seen
    assert seen.urls == [], "requests to third parties"


@pytest.fixture
def new_page(browser: Browser, live_server, outside: Outside) -> Iterator[Callable[..., Page]]:
    """Open a page: `new_page(width=360, theme="dark", scripts=False)`. Paths given to `goto` are the live server's."""
    contexts: list[BrowserContext] = []

    def open_page(
        *, width: int = 1280, height: int = 900, theme: str = "light", scripts: bool = True, locale: str = "tr-TR"
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            forced_colors="active" if theme == "forced" else "none",
            java_script_enabled=scripts,
            locale=locale,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        outside.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def axe() -> Callable[..., None]:
    """Assert that a loaded page has no accessibility violation (WCAG 2.2 A and AA, best practices; AAA contrast on request)."""

    def check(page: Page, *, enhanced: bool = False, exclude: tuple[str, ...] = ()) -> None:
        rules = {"color-contrast-enhanced": {"enabled": enhanced}, "target-size": {"enabled": True}}
        context = {"exclude": [[selector] for selector in exclude]} if exclude else None
        result = Axe().run(page, context=context, options={"rules": rules, "resultTypes": ["violations"]})
        assert result.violations_count == 0, f"{page.url} at {page.viewport_size}\n{result.generate_report()}"

    return check


def sign_in(page: Page, user: Any) -> None:
    """Sign a user of the factories in to the admin, and wait for its first page."""
    page.goto("/admin/")
    page.locator("[name=username]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form [type=submit]").click()
    page.get_by_role("heading", name="Sizi bekleyenler").wait_for()


def at_each_width(page: Page, *addresses: str) -> Iterator[str]:
    """Load each address at each width; yields the address when it is there and no wider than the window."""
    for address in addresses:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            assert_no_sideways_scroll(page)
            yield address


def assert_no_sideways_scroll(page: Page) -> None:
    """The page is no wider than the window."""
    page.wait_for_load_state("load")  # an element may be there before the stylesheet is
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url}: {width}px wider than {page.viewport_size}"

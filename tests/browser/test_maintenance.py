"""While the site is stopped its proxy answers, with the page of deploy/Caddyfile: a real Caddy before nothing."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import assert_no_sideways_scroll

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[str]:
    caddy = shutil.which("caddy") or pytest.fail("Caddy is missing. On Debian or Ubuntu: sudo apt-get install caddy")
    address = f"http://127.0.0.1:{free_port()}"
    own = {"SITE_ADDRESS": address, "UPSTREAM": f"127.0.0.1:{free_port()}", "SITE_FOLDER": str(ROOT)}
    folders = {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    config = tmp_path / "Caddyfile"
    config.write_text("{\n\tadmin off\n}\n" + (ROOT / "deploy" / "Caddyfile").read_text("utf-8"), "utf-8")
    command = [caddy, "run", "--config", str(config), "--adapter", "caddyfile"]
    with subprocess.Popen(command, env={**os.environ, **own, **folders}, stderr=subprocess.DEVNULL) as server:
        try:
            yield _listening(address)
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _listening(address: str) -> str:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310 - our own proxy
        except urllib.error.HTTPError:
            return address
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the proxy did not start")


@pytest.mark.parametrize("theme", ["light", "dark", "forced"])
def test_a_stopped_site_says_so_in_its_own_look(new_page, axe, proxy, theme):
    page = new_page(width=320, theme=theme)
    answer = page.goto(f"{proxy}/kuruluslar/?page=2")
    assert (answer.status, answer.headers["retry-after"], answer.headers["cache-control"]) == (503, "300", "no-store")
    assert page.get_by_role("heading", level=1).inner_text() == "Kısa bir bakım"
    assert page.get_by_role("heading", level=2).inner_text() == "A short maintenance"
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
    assert {name.strip('"') for name in loaded} == {"Aleo", "Atkinson Hyperlegible Next"}
    assert_no_sideways_scroll(page)
    axe(page, enhanced=True)
    page.get_by_role("link", name="Yeniden dene").click()
    assert page.url == f"{proxy}/kuruluslar/?page=2"


def test_the_proxy_of_a_stopped_site_gives_nothing_else_away(proxy):
    for path in ("/manage.py", "/static/css/base.css", "/static/fonts/..%2f..%2fmanage.py", "/.git/config"):
        with pytest.raises(urllib.error.HTTPError) as told:
            urllib.request.urlopen(f"{proxy}{path}", timeout=5)  # noqa: S310 - our own proxy
        assert told.value.code == 503
        assert "Kısa bir bakım" in told.value.read().decode()

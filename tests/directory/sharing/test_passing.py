"""Passing a profile on: plain links, an address one can read, a code for paper."""

import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from directory.sharing.passing import Share, qr_code
from tests.factories.public import full_organisation, path_of

ADDRESS = "https://paydas.example/kuruluslar/isik/"


def test_the_links_carry_title_and_address_whatever_is_in_them():
    share = Share('Ad & Başlık #1 %41 "ve" İş\'i', f"{ADDRESS}?a=1&b=2")
    whatsapp = urlsplit(share.whatsapp)
    assert (whatsapp.scheme, whatsapp.netloc, whatsapp.path) == ("https", "wa.me", "/")
    assert parse_qs(whatsapp.query) == {"text": [f"{share.title} {share.address}"]}
    email = urlsplit(share.email)
    assert (email.scheme, email.path) == ("mailto", "")
    assert parse_qs(email.query) == {"subject": [share.title], "body": [f"{share.title}\r\n{share.address}"]}
    assert "+" not in share.email  # mail programs show it


def test_the_code_is_a_drawing_without_style_and_always_the_same():
    drawn = qr_code(ADDRESS)
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    assert drawn == qr_code(ADDRESS)
    assert qr_code(ADDRESS) != qr_code(f"{ADDRESS}x")
    assert "style" not in drawn
    assert root.get("aria-hidden") == "true"
    _x, _y, width, height = map(float, root.get("viewBox").split())
    assert width == height
    assert (width - 17 - 8) % 4 == 0  # version × 4 + 17 modules, four of quiet on each side


def test_a_very_long_address_has_a_code_too():
    assert "<path" in qr_code(f"{ADDRESS}{'a' * 300}")


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_profile_can_be_passed_on_without_scripts_or_third_parties(client, settings, prefix):
    settings.SITE_URL = "https://paydas.example"
    path = f"{prefix}{path_of(full_organisation())}"
    html = client.get(path).content.decode()
    assert f'<input id="share-address" type="text" value="https://paydas.example{path}" readonly>' in html
    assert 'href="https://wa.me/?text=I%C5%9F%C4%B1k%20Derne%C4%9Fi%20https%3A%2F%2Fpaydas.example' in html
    assert re.search(r'<button [^>]*data-copy="share-address"[^>]* hidden>', html)
    assert html.count('class="qr"') == 1
    assert f"<br>https://paydas.example{path}" in html

"""Nothing a visitor can send makes the public site or the API fail: every answer is a page, a list or a refusal that helps."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from search.forms import CHOOSABLE
from search.rebuild import rebuild
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db

PAGES = (
    "/ara/",
    "/en/ara/",
    "/kuruluslar/",
    "/haklar/",
    "/haklar/engelli-haklari/",
    "/yerler/",
    "/yerler/izmir/bornova/",
    "/harita/",
)
JSON = ("/api/v1/search", "/api/v1/suggest", "/api/v1/organisations")

TEXTS = [
    '"',
    '"a',
    "'a",
    '""""',
    "AND",
    "a AND",
    "OR NOT",
    "NOT a",
    "(",
    "((((a",
    "a)",
    "[1 TO 5]",
    "{a TO",
    "name:a",
    "_all:*",
    "*",
    "?",
    "a*b?c",
    "^2",
    "a^1e99",
    "a~",
    "~~~",
    '"a b"~999999999',
    "+",
    "-",
    "--",
    "&&",
    "||",
    "!",
    "/",
    "/a[/",
    "\\",
    "\\u0000",
    "%",
    "%s%n{0}{{}}",
    "a\x00b",
    "\x00",
    "\x01\x02\x1f\x7f\x9f",
    "\t\n\r",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🦽",
    "\u202egnirts\u202c \u2066x\u2069",
    "\u200b\ufeff\u00ad",
    "e" + "\u0301" * 500,
    "\ufdfa" * 50,
    "İIıi" * 40,
    "ﬁ ǆ ß ŉ",
    "ا العربية עברית ελληνικά 漢字 हिन्दी",
    "\U0010ffff\ufffe\ufdd0",
    "a" * 10_000,
    "a " * 5_000,
    "(" * 10_000,
    "'; DROP TABLE directory_organisation; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% debug %}",
    "../../etc/passwd",
    "x" * 64 + "-" + "y" * 64,
]

# As they come over the wire, already percent-encoded: not every one is UTF-8.
BYTES = [
    "%ff",
    "%ff%fe",
    "%ED%A0%80",
    "%ED%B0%80x",
    "%C3",
    "%C3%28",
    "%F4%90%80%80",
    "%00",
    "%E2%80%AE",
    "%",
    "%zz",
    "%u0041",
    "a%0d%0ab",
]

QUERIES = [
    "page=-1",
    "page=0",
    "page=999999999999",
    "page=abc",
    "page=1&page=2",
    "page[]=1",
    "page=%D9%A3",
    "sort=drop%20table",
    "sort=&sort=title",
    "topic=yok",
    "topic=&topic=%20",
    "topic=engelli-haklari%00",
    "type=%3Cscript%3E",
    "district=izmir",
    "district=izmir/bornova/konak",
    "district=/",
    "district=..%2f..",
    "yok=1&topic%5B%5D=x&__proto__=1",
    "ignored=",
    "ignored=::::&ignored=topic:",
    "ignored=topic:engelli-haklari",
    "wide=2",
    "from=0001-01-01&to=9999-12-31",
    "from=2026-02-30",
    "lang=xx",
    "lang=en&lang=tr",
    "page_size=1000000",
    "page_size=-5",
    "limit=-1",
    "updated_since=9999-12-31T23:59:59.999999-14:00",
    "updated_since=now",
    "=&&=;&",
    "q",
    "topic=" + "x" * 20_000,
    "&".join(["topic=engelli-haklari"] * 1_000),
    "&".join(f"topic=t{n}" for n in range(1_000)),
    "&".join(f"{name}=a" for name in ("kind", "topic", "type", "province", "district", "target", "offers", "needs", "scope")),
]


@pytest.fixture
def site(index) -> Client:  # type: ignore[no-untyped-def]
    """A small directory, indexed. A view that raises gives a 500 here, not an error in the test."""
    district = DistrictFactory()
    OrganisationFactory(name="Engelsiz Yaşam Ağı", topics=[TopicFactory()], active_districts=[district])
    OrganisationFactory(name='<script>alert(1)</script> "O\'Brien" & AND OR', summary="</mark><script>x</script>")
    rebuild(index)
    return Client(raise_request_exception=False)


def survives(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code in (200, 301, 302, 400, 404, 410), (response.status_code, address[:200])
    if address.startswith("/api/") and response.status_code >= 400:
        assert response.headers["Content-Type"] == "application/problem+json"
    if address.split("?", maxsplit=1)[0] in PAGES:
        assert response.status_code == 200, address[:200]
        assert b"<script>alert" not in response.content


@pytest.mark.parametrize("address", [*PAGES, *JSON])
def test_no_text_byte_or_parameter_is_too_odd(site: Client, address: str) -> None:
    for text in TEXTS:
        survives(site, f"{address}?{urlencode({'q': text})}")
    for raw in BYTES:
        survives(site, f"{address}?q={raw}&topic={raw}&page={raw}")
        survives(site, f"{address}?{raw}={raw}")
    words = "q=engelli&" if address in ("/ara/", "/api/v1/search", "/api/v1/suggest") else ""
    for query in QUERIES:
        survives(site, f"{address}?{words}{query}")


@pytest.mark.parametrize(
    "pattern",
    [
        "/kuruluslar/{}/",
        "/haklar/{}/",
        "/yerler/{}/",
        "/yerler/izmir/{}/",
        "/en/{}/",
        "/{}",
        "/api/v1/{}",
        "/api/v1/organisations/{}",
        "/kuruluslar/{}/bildir/{}/",
    ],
)
def test_no_path_is_too_odd(site: Client, pattern: str) -> None:
    for part in [*BYTES, *(quote(text[:500], safe="") for text in TEXTS if text not in (".", "..")), "x" * 3_000]:
        survives(site, pattern.replace("{}", part))


def test_text_of_nothing_but_noise_browses(site: Client) -> None:
    total = site.get("/api/v1/search").json()["total"]
    for noise in ("\x00", "\u202e", "%20"):
        assert site.get("/api/v1/search", {"q": noise.replace("%20", " ")}).json()["total"] == total


def test_very_long_text_is_cut_and_said_so(site: Client) -> None:
    markup = site.get("/en/ara/", {"q": "engelli " * 1_250}).content.decode()
    assert "The rest was cut off." in markup
    assert "engelli " * 30 not in markup


names = st.one_of(
    st.sampled_from(["q", "lang", "sort", "page", "page_size", "limit", "ignored", "wide", "from", "to", "updated_since"]),
    st.sampled_from(CHOOSABLE),
)
values = st.one_of(
    st.text(max_size=60),
    st.sampled_from([*TEXTS[:40], "engelli-haklari", "izmir/bornova", "1", "0", "-1", "en", "tr", "2026-02-07", "title"]),
    st.integers().map(str),
    st.binary(max_size=12).map(lambda raw: raw.decode("latin-1")),
)


@settings(max_examples=60)
@given(address=st.sampled_from([*PAGES, *JSON]), pairs=st.lists(st.tuples(names, values), max_size=8))
def test_no_mixture_is_too_odd(site: Client, address: str, pairs: list[tuple[str, str]]) -> None:
    survives(site, f"{address}?{urlencode(pairs)}")


@settings(max_examples=60)
@given(address=st.sampled_from([*PAGES, *JSON]), raw=st.binary(max_size=80))
def test_no_query_string_is_too_odd(site: Client, address: str, raw: bytes) -> None:
    query = "".join(chr(byte) if 32 < byte < 127 and byte != 35 else f"%{byte:02x}" for byte in raw)
    survives(site, f"{address}?{query}")

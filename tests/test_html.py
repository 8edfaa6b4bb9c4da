"""Every public page is HTML as the standard has it: no parse error, nothing left open, elements where they may stand.

justhtml follows the standard's parsing algorithm; what it lets pass (open elements, blocks in phrases, ids) is looked at here.
"""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import transaction
from justhtml import JustHTML

from cms.core.preparation import prepare_site
from search.rebuild import rebuild
from tests.factories import TopicFactory
from tests.factories.public import full_organisation, path_of, unpublished

ROOT = Path(__file__).resolve().parent.parent
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {
    *("address", "article", "aside", "details", "dl", "div", "fieldset", "footer", "form", "h1", "h2", "h3", "h4"),
    *("header", "main", "nav", "ol", "p", "section", "table", "ul"),
}
PHRASES = {"p", "span", "strong", "em", "b", "i", "bdi", "label", "button", "h1", "h2", "h3", "h4", "summary", "dt", "title"}
ONLY = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "select": {"option", "optgroup"}}
ACTIVE = {"a", "button", "input", "select", "textarea", "details"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


class Page(HTMLParser):
    """Notes what is wrong with the order of elements."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: Counter[str] = Counter()
        self.asked: list[str] = []
        self.headings: list[int] = []
        self.feed(markup)
        self.wrong += [f"<{tag}> is left open" for tag in self.open]
        self.wrong += [f"id {name} {count} times" for name, count in self.ids.items() if count > 1]
        self.wrong += [f"no element with id {name}" for name in self.asked if name not in self.ids]
        if self.headings.count(1) != 1:
            self.wrong.append(f"{self.headings.count(1)} headings of the first level")
        jumps = zip(self.headings, self.headings[1:], strict=False)
        self.wrong += [f"a heading of level {after} after {before}" for before, after in jumps if after > before + 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        parent = self.open[-1] if self.open else ""
        where = f"<{tag}> in <{parent}>, line {self.getpos()[0]}"
        if len(given) < len(attrs):
            self.wrong.append(f"an attribute twice: {where}")
        if parent in ONLY and tag not in ONLY[parent]:
            self.wrong.append(where)
        if tag == "li" and parent not in ("ul", "ol"):
            self.wrong.append(where)
        if tag in BLOCKS and (around := PHRASES & set(self.open)) and not (around == {"summary"} and tag in ("h2", "h3")):
            self.wrong.append(where)
        if tag in ACTIVE and {"a", "button"} & set(self.open):
            self.wrong.append(where)
        if tag == "img" and "alt" not in given:
            self.wrong.append(f"no alt: {where}")
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if name := given.get("id"):
            self.ids[name] += 1
        for attribute in REFERENCES:
            self.asked += (given.get(attribute) or "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes <{self.open[-1] if self.open else ''}>, line {self.getpos()[0]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def faults(markup: str) -> list[str]:
    found = JustHTML(markup, collect_errors=True, sanitize=False)
    return [*(str(error) for error in found.errors), *Page(markup).wrong]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>a</h1><p><div>b</div></p>",
        "<h1>a</h1><div><span>b</div></span>",
        "<h1>a</h1><ul><p>b</p></ul>",
        "<h1>a</h1><span><div>b</div></span>",
        '<h1 id="a">a</h1><p id="a">b</p>',
        '<h1>a</h1><section aria-labelledby="b"></section>',
        '<h1>a</h1><a href="/"><a href="/">b</a></a>',
        "<h1>a</h1><h3>b</h3>",
        "<p>a</p>",
        '<h1 class="a" class="b">a</h1>',
    ],
)
def test_a_fault_is_seen(body: str) -> None:
    head = '<!doctype html><html lang="tr"><head><title>t</title></head><body>'
    assert faults(f"{head}<h1>a</h1></body></html>") == []
    assert faults(f"{head}{body}</body></html>")


@pytest.fixture
def paths(index):
    with transaction.atomic():  # one change of the index, not forty
        prepare_site()
        topic = TopicFactory(description="Tanım.", description_en="", easy_read="Kısa.")
        organisation = full_organisation(topics=[topic], easy_read="<p>Kısa.</p>")
        for number in range(42):
            full_organisation(f"Engelli Dernek {number}", topics=[topic])
        gone = unpublished()
    rebuild(index)
    return {
        "profile": path_of(organisation),
        "easy": f"{path_of(organisation)}?okuma=kolay",
        "report": f"{path_of(organisation)}bildir/yanlis/",
        "sent": f"{path_of(organisation)}bildirildi/",
        "gone": path_of(gone),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_public_pages_are_valid(client, paths, prefix: str) -> None:
    fixed = ["/", "/kuruluslar/", "/kuruluslar/?page=2", "/kuruluslar/?type=union", "/haklar/", "/haklar/engelli-haklari/"]
    fixed += ["/haklar/engelli-haklari/?okuma=kolay", "/yerler/", "/yerler/izmir/", "/yerler/izmir/bornova/"]
    fixed += ["/harita/", "/harita/?province=izmir", "/hakkinda/"]
    fixed += ["/kisisel-veriler/", "/erisilebilirlik/", "/boyle-bir-sayfa-yok/", "/ara/", "/ara/?q=engelliler&page=2"]
    fixed += ["/ara/?q=bornovada+engelliler", "/ara/?q=qqqxxxwww", "/ara/?topic=engelli-haklari&district=izmir/bornova"]
    found = {path: faults(client.get(f"{prefix}{path}").content.decode()) for path in (*fixed, *paths.values())}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", ["400.html", "413.html", "500.html", "503.html"])
def test_pages_that_nothing_may_be_asked_for_are_valid_and_in_both_languages(name: str) -> None:
    markup = (ROOT / "templates" / name).read_text("utf-8")
    assert faults(markup) == []
    assert "{" not in markup  # shown as it lies there: by a site in trouble, by the proxy of one that is stopped
    assert '<html lang="tr">' in markup
    assert '<section lang="en">' in markup
    letters = (ROOT / "templates" / "components" / "wordmark_letters.html").read_text("utf-8").partition("#}")[2].strip()
    assert letters in markup  # `make fonts` draws them anew; copy them then


@pytest.mark.django_db
def test_a_form_with_mistakes_is_valid(client) -> None:
    prepare_site()
    path = f"{path_of(full_organisation())}bildir/yanlis/"
    answer = client.post(path, {"message": "", "reply_to": "yarım"})
    assert answer.status_code == 422
    assert faults(answer.content.decode()) == []

"""Checkboxes of a facet: what somebody wrote is text in them, never markup."""

from html.parser import HTMLParser

from search.facets import Choice
from search.templatetags.facets import facet_rows

ODD = "<b>\"Su\" & 'toprak'</b>"


class Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "input":
            self.found.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_whatever_a_value_is_called_it_is_shown_and_sent_as_it_is() -> None:
    page = Inputs()
    page.feed(facet_rows([Choice("x-0", ODD, ODD, "1.234", True), Choice("x-1", "b", "B", "1", False)], "topic", "kayıt:"))

    assert [(row["value"], "checked" in row) for row in page.found] == [(ODD, True), ("b", False)]
    assert {row["name"] for row in page.found} == {"topic"}
    assert page.tags == {"li", "label", "input", "span"}
    assert ODD in page.text
    assert "kayıt: 1.234" in " ".join(page.text.split())

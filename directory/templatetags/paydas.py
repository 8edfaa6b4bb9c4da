"""Small presentation helpers of the public pages."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from directory.organisations import marks
from directory.rich_text import harmless
from search import analysis, suffixes

register = template.Library()

NO_BREAK_SPACE = "\u00a0"
MOST_BLOCKS = 5


@register.filter
def day(value: date | datetime | None) -> str:
    """Return the date in words, such as 28 Ocak 2026, that no line break takes apart."""
    if value is None:
        return ""
    local = timezone.localdate(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return formats.date_format(local, "j F Y").replace(" ", NO_BREAK_SPACE)


@register.simple_tag
def count_blocks(count: int, slug: str) -> SafeString:
    """Draw a number as that many small blocks in the colour of a group of rights areas; a row's worth at most."""
    return marks.blocks(slug, min(count, MOST_BLOCKS))


@register.simple_tag
def full_years(since: date) -> int:
    """Return how many whole years have passed since the day."""
    today = timezone.localdate()
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


@register.filter
def since(year: int) -> str:
    """Return a year as it stands in a sentence that says "since": Turkish says it with an ending (2004’ten)."""
    return suffixes.since(year) if get_language() == "tr" else str(year)


@register.filter
def sentence(value: str) -> str:
    """Return a text with a capital at its beginning, as a fact of its own has it; Turkish has two kinds of i."""
    upper = analysis.upper if get_language() == "tr" else str.upper
    return f"{upper(value[:1])}{value[1:]}"


@register.filter
def json_ld(document: Mapping[str, Any]) -> SafeString:
    """Return a document as a block of data, which no browser runs; nothing in it can end the block."""
    text = json.dumps(document, ensure_ascii=False).translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


class RememberNode(template.Node):
    """Writes its content and keeps it under a name for the rest of the page."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        text = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - rendered, so escaped already
        context[self.name] = text
        return text


@register.tag
def remember(parser: Any, token: Any) -> RememberNode:
    """{% remember name %}…{% endremember %}: a block that is needed twice, such as the title."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(nodelist, name)


@register.filter
def rich(value: str) -> SafeString:
    """Return stored rich text as harmless HTML."""
    return harmless(value)


@register.simple_tag
def group_shape(slug: str) -> SafeString:
    """Draw the shape of a group of rights areas."""
    return marks.shape(slug)

"""Small presentation helpers of the public pages."""

from datetime import date, datetime

from django import template
from django.template.defaultfilters import linebreaks
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, attribute_rule, check_url

from directory.organisations import marks

register = template.Library()

NO_BREAK_SPACE = "\u00a0"


class PublicHTML(Whitelister):
    """Whatever wrote the text (form, import), only harmless elements reach a page, and links vouch for nothing."""

    def __init__(self) -> None:
        super().__init__()
        link = attribute_rule({"href": check_url})
        self.element_rules = {
            **{name: attribute_rule({}) for name in ("[document]", "p", "br", "b", "strong", "i", "em", "ul", "ol", "li")},
            **{name: attribute_rule({}) for name in ("h2", "h3", "h4")},
            "a": lambda tag: (link(tag), tag.__setitem__("rel", "nofollow noopener")),
        }


PUBLIC_HTML = PublicHTML()


@register.filter
def day(value: date | datetime | None) -> str:
    """Return the date in words, such as 28 Ocak 2026, that no line break takes apart."""
    if value is None:
        return ""
    local = timezone.localdate(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return formats.date_format(local, "j F Y").replace(" ", NO_BREAK_SPACE)


@register.filter
def rich(value: str) -> SafeString:
    """Return stored rich text as harmless HTML; text without markup becomes paragraphs."""
    if "<" not in value:
        return linebreaks(value, autoescape=True)
    return SafeString(PUBLIC_HTML.clean(expand_db_html(value)))


@register.simple_tag
def group_shape(slug: str) -> SafeString:
    """Draw the shape of a group of rights areas."""
    return marks.shape(slug)

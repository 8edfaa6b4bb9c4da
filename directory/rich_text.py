"""Stored rich text as HTML that may be shown anywhere: on a page, and by whoever reads the API."""

from django.template.defaultfilters import linebreaks
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, attribute_rule, check_url


class PublicHTML(Whitelister):
    """Whatever wrote the text (form, import), only harmless elements leave, and links vouch for nothing."""

    def __init__(self) -> None:
        super().__init__()
        link = attribute_rule({"href": check_url})
        self.element_rules = {
            **{name: attribute_rule({}) for name in ("[document]", "p", "br", "b", "strong", "i", "em", "ul", "ol", "li")},
            **{name: attribute_rule({}) for name in ("h2", "h3", "h4")},
            "a": lambda tag: (link(tag), tag.__setitem__("rel", "nofollow noopener")),
        }


PUBLIC_HTML = PublicHTML()


def has_words(value: str) -> bool:
    """Return whether rich text says anything; an emptied editor leaves a paragraph without words."""
    return bool(strip_tags(value).replace("&nbsp;", " ").strip())


def harmless(value: str) -> SafeString:
    """Return stored rich text as harmless HTML; text without markup becomes paragraphs."""
    if "<" not in value:
        return linebreaks(value, autoescape=True) if value else SafeString("")
    return SafeString(PUBLIC_HTML.clean(expand_db_html(value)))

"""What is the same on every page is rendered once in a process. A page has some fifty signs; including a template for each took
a tenth of its time. Every template knows these tags."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw a sign (components/icon.html), which is the same on every page. name: one of deploy/icons.py."""
    return render_to_string("components/icon.html", {"name": name})


@register.simple_tag
def same(template_name: str) -> SafeString:
    """Include a component that asks for nothing and says the same on every page of a language."""
    return _same(template_name, get_language())


@cache
def _same(template_name: str, _language: str | None) -> SafeString:
    return render_to_string(template_name)

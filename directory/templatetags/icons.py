"""Drawn signs. A page has some fifty; an included template for each took a tenth of its time. Every template knows the tag."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Draw a sign (components/icon.html), which is the same on every page. name: one of deploy/icons.py."""
    return render_to_string("components/icon.html", {"name": name})

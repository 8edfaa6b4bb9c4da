"""Small presentation helpers of the public pages."""

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.safestring import SafeString

from directory.organisations import marks
from directory.rich_text import harmless

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
def rich(value: str) -> SafeString:
    """Return stored rich text as harmless HTML."""
    return harmless(value)


@register.simple_tag
def group_shape(slug: str) -> SafeString:
    """Draw the shape of a group of rights areas."""
    return marks.shape(slug)

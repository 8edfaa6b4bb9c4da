"""What a search hit shows of an organisation: its mark and its badge, from what the document carries, without a query."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from directory.organisations import marks
from search.presentation import Row

register = template.Library()


@register.simple_tag
def hit_mark(row: Row) -> SafeString | str:
    """Draw the mark of an organisation, or the shape of a rights area's group; other kinds have none."""
    groups = row.extra.get("groups", "").split()
    if row.kind == "organisation":
        return marks.tile(key=row.key, name=row.title_text, groups=groups, claimed=bool(row.extra.get("claimed")))
    return marks.shape(groups[0]) if groups else ""


@register.inclusion_tag("components/badge.html")
def hit_badge(row: Row) -> dict[str, object]:
    """Show on whose word an organisation's profile stands."""
    confirmed = row.extra.get("confirmed_on", "")
    return {
        "claimed": bool(row.extra.get("claimed")),
        "confirmed_on": date.fromisoformat(confirmed) if confirmed else None,
    }

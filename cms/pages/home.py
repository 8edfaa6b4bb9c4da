"""What the home page shows of the directory."""

from typing import Any

from directory.organisations.cards import Card, card, with_card_rows
from directory.organisations.models import Organisation
from directory.sharing import structured
from directory.topics.views import topics_by_group

SKYLINE = 20


def skyline() -> list[Card]:
    """Return the organisations that stand on the home page's line: the ones that have been here longest."""
    return [card(organisation) for organisation in with_card_rows(Organisation.objects.public().order_by("pk"))[:SKYLINE]]


def home_context() -> dict[str, Any]:
    return {
        "skyline": skyline(),
        "groups": topics_by_group(),
        "total": Organisation.objects.public().count(),
        "hide_header_search": True,
        "structured": structured.website(),
    }

"""Everything a profile shows, gathered once; the live page and the admin's preview use the same builder."""

from typing import Any

from django.http import HttpRequest

from directory.organisations.cards import card, organisation_slug, shown_places, standing_of, topics_of
from directory.organisations.channels import visible_channels
from directory.organisations.choices import Status
from directory.organisations.models import Organisation
from directory.organisations.sections import sections
from directory.partnerships.related import related_to
from search import analysis


def _names_also_known_by(organisation: Organisation) -> list[str]:
    names = [organisation.legal_name, *organisation.aliases]
    return [name for name in dict.fromkeys(names) if name and name != organisation.display_name]


def profile_context(organisation: Organisation, *, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return the template context of a profile. Works on unsaved content too: only `.all()` is asked of relations."""
    standing = standing_of(organisation)
    fields = {field.name: field for field in organisation._meta.concrete_fields}
    districts = sorted(organisation.active_districts.all(), key=lambda d: (d.province_id, analysis.sort_key(d.name)))
    provinces = sorted(organisation.active_provinces.all(), key=lambda p: analysis.sort_key(p.name))
    return {
        "organisation": organisation,
        "card": card(organisation),
        "standing": standing,
        "claimed": bool(standing and standing.claimed_at),
        "topics": topics_of(organisation),
        "about_violence": any(topic.about_violence for topic in topics_of(organisation)),
        "keywords": [row.tag.name for row in organisation.tagged_keywords.all()],
        "places": shown_places(organisation),
        "channels": visible_channels(organisation),
        "offers": [row for row in organisation.offers.all() if row.current],
        "needs": [row for row in organisation.needs.all() if row.current],
        "works_in": [*provinces, *districts],
        "languages": fields["languages"].labels(organisation.languages),
        "target_groups": fields["target_groups"].labels(organisation.target_groups),
        "also_known_by": _names_also_known_by(organisation),
        "is_closed": organisation.status == Status.CLOSED,
        "is_dormant": organisation.status == Status.DORMANT,
        "related": related_to(organisation),
        "sections": sections.of(organisation) if organisation.pk and organisation.live else [],
        "report_slug": organisation_slug(organisation),
        "is_preview": bool(request and getattr(request, "is_preview", False)),
    }

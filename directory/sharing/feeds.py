"""New and updated organisations as an Atom feed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.organisations.cards import organisation_url, with_card_rows
from directory.organisations.models import Organisation
from search import atom

ENTRIES = 50


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Return the organisations published last, changed ones among them; what has gone is not in it any more."""
    lang = get_language() or settings.LANGUAGE_CODE
    newest = Organisation.objects.public().filter(last_published_at__isnull=False).order_by("-last_published_at", "-pk")
    return atom.answer(
        request,
        atom.Feed(
            name=f"organisations/{lang}",
            title=_("%(site)s: new and updated organisations") % {"site": settings.WAGTAIL_SITE_NAME},
            page=reverse("organisation_list"),
            path=reverse("organisation_feed"),
            lang=lang,
            entries=[
                atom.Entry(
                    name=f"organisation/{found.key}",
                    title=found.display_name,
                    path=organisation_url(found),
                    updated=found.last_published_at,
                    summary=found.display_summary,
                    lang=found.display_name_lang,
                    published=found.first_published_at,
                )
                for found in with_card_rows(newest)[:ENTRIES]
            ],
        ),
    )

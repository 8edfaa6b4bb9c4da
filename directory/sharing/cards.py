"""Which picture goes with which page: an organisation's own column, or the city's line for all other pages."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.organisations import marks
from directory.organisations.cards import card, organisation_slug
from directory.organisations.gathering import public_with_cards
from directory.organisations.models import Organisation
from directory.sharing.pictures import Column, Picture, png
from directory.templatetags.paydas import sentence
from search import suffixes

KEPT_FOR = 24 * 3600
# Nobody in particular: one column of each height, every shape among them.
CITY = (
    Column(("sosyal",)),
    Column(("cevre", "demokrasi")),
    Column(("esitlik", "kultur", "sosyal")),
    Column(("demokrasi", "esitlik"), claimed=False),
)


def picture_of(organisation: Organisation) -> Picture:
    """Return the picture of an organisation that is public: what its rows in lists show as well."""
    shown = card(organisation)
    column = Column(shown.groups[: marks.MAX_SHARES], shown.claimed, marks.initials(shown.name, key=shown.key), shown.key)
    return Picture(shown.name, " · ".join(part for part in (shown.type_label, sentence(shown.place)) if part), (column,))


def picture_of_site() -> Picture:
    city = settings.SITE_CITY
    of_city = suffixes.genitive(city) if get_language() == "tr" else city
    directory = _("%(city)s civil society directory") % {"city": of_city} if city else _("Directory of civil society")
    return Picture(_("Who works for which right in this city?"), directory, CITY)


def card_path(organisation: Organisation) -> str:
    """Return the path of an organisation's picture in the active language."""
    return reverse("organisation_card", args=[organisation_slug(organisation)])


@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    return _answer(request, picture_of_site())


@require_safe
def organisation_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer as the profile does: what is not public has no picture either."""
    from directory.organisations.views import Gone, gone, resolve  # noqa: PLC0415 - the profile names this module's address

    try:
        found = resolve(slug, public_with_cards)
    except Gone:
        return gone(request)
    if isinstance(found, str):
        return HttpResponsePermanentRedirect(f"{found}kart.png")
    return _answer(request, picture_of(found))


def _answer(request: HttpRequest, picture: Picture) -> HttpResponse:
    """Return the file, drawn only when no one asked for it lately; a copy is to be asked about each time."""
    etag = quote_etag(picture.tag)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        content = cache.get_or_set(f"card:{picture.tag}", lambda: png(picture), KEPT_FOR)
        answer = HttpResponse(content, content_type="image/png")
        answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer

"""The newest results of any search as an Atom feed: the parameters of the page, bounded, newest change first."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import atom
from search.forms import LANGUAGES, active_language, parse
from search.links import address, feed_address, first_page, parameters
from search.types import Hit
from search.views import answer

ENTRIES = 30


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Return what was changed last among what fits; 503 where the search does not answer, so that readers come again."""
    lang = active_language()
    asked = first_page(parse(request.GET, lang=lang).request)
    page = answer(replace(asked, sort="updated", page_size=ENTRIES))
    if page.degraded and not page.hits:
        return HttpResponse(status=503, headers={"Retry-After": "300"})
    said = {"site": settings.WAGTAIL_SITE_NAME, "text": asked.text}
    title = _("%(site)s: new about “%(text)s”") if asked.text else _("%(site)s: new in a search")
    return atom.answer(
        request,
        atom.Feed(
            name=f"search/{lang}?{urlencode(parameters(asked))}",
            title=title % said,
            page=address(asked),
            path=feed_address(asked),
            lang=lang,
            entries=[entry for hit in page.hits if (entry := _entry(hit, lang))],
        ),
    )


def _entry(hit: Hit, lang: str) -> atom.Entry | None:
    """Return a hit as an entry; what has no date of change, such as a rights area, is none."""
    if hit.updated is None:
        return None
    return atom.Entry(
        name=f"{hit.kind}/{hit.key}",
        title=hit.title.text,
        path=f"{'' if lang == LANGUAGES[0] else f'/{lang}'}{hit.path}",
        updated=hit.updated,
        summary=hit.summary.text,
        lang=hit.title_lang,
    )

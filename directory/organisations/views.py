"""The list of organisations and the profile. Everything shown starts from `Organisation.objects.public()`."""

from collections.abc import Callable, Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.easy_read import keep_choice, reading
from directory.organisations.browsing import listing, page_numbers
from directory.organisations.cards import organisation_url
from directory.organisations.gathering import public_with_profile
from directory.organisations.models import Organisation
from directory.organisations.profile import profile_context
from directory.organisations.standing import Address, RetiredKey
from directory.sharing import structured
from directory.sharing.cards import card_path
from directory.sharing.passing import Share
from search.forms import active_language

__all__ = ["organisation", "organisation_list", "profile_context", "resolve"]

MERGE_STEPS = 10  # a merged organisation's target may itself have been merged


class Gone(Exception):
    """There was a profile here; there is none any more."""


def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show all public organisations in Turkish order, narrowed by the facets of the search."""
    found = listing(request.GET, lang=active_language(), address=reverse("organisation_list"))
    context = {"listing": found, "page": found.page, "page_numbers": page_numbers(found.page), "nav": "organisations"}
    return render(request, "directory/organisations/list.html", context)


Gather = Callable[[Collection[int]], list[Any]]


def resolve(slug: str, gather: Gather = public_with_profile) -> Organisation | str:
    """Return the public organisation whose current address is `slug`, as `gather` brings it, or the path where it lives.

    Raises Gone for what was public once, Http404 for what never was. Keys answer like former addresses.
    """
    address = Address.objects.filter(slug=slug).first()
    if address is not None and address.organisation_id is None:
        raise Gone
    if address is not None and address.current:  # nearly always: one question says that it is public and merged nowhere
        here = gather([address.organisation_id])
        if here and organisation_url(here[0]) == reverse("organisation", args=[slug]):
            return here[0]  # type: ignore[no-any-return]
    wanted = {"pk": address.organisation_id} if address is not None else {"key": slug}
    found = Organisation.objects.select_related("standing").filter(**wanted).first()
    if found is None and RetiredKey.objects.filter(key=slug).exists():
        raise Gone
    if found is None:
        raise Http404(_("There is no organisation at this address."))
    target = _end_of_merges(found)
    public = next(iter(gather([target.pk])), None)
    if public is None:
        if target.pk != found.pk or target.first_published_at or target.last_published_at or target.expired or target.live:
            raise Gone
        raise Http404(_("There is no organisation at this address."))
    path = organisation_url(public)
    return public if path == reverse("organisation", args=[slug]) else path


def _end_of_merges(organisation: Organisation) -> Organisation:
    for _step in range(MERGE_STEPS):
        standing = getattr(organisation, "standing", None)
        if standing is None or standing.merged_into_id is None:
            break
        organisation = standing.merged_into
    return organisation


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "410.html", status=410)


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a profile, or say where it went."""
    try:
        found = resolve(slug)
    except Gone:
        return gone(request)
    if isinstance(found, str):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{found}?{query}" if query else found)
    shown = profile_context(found, request=request)
    image, easy = structured.absolute(card_path(found)), reading(request, found)
    facts = structured.organisation(shown, image=image)
    context = {**shown, "nav": "organisations", "card_image": image, "structured": facts, "easy": easy}
    context["share"] = Share(shown["card"].name, structured.absolute(shown["card"].url))
    return keep_choice(request, render(request, "directory/organisations/profile.html", context), easy)

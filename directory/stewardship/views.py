"""The page on which a visitor reports a profile, and the thanks."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from directory.organisations.cards import card, organisation_url, standing_of
from directory.organisations.gathering import public_with_cards
from directory.organisations.models import Organisation
from directory.organisations.views import Gone, gone, resolve
from directory.stewardship.forms import ReportForm
from directory.stewardship.limits import too_many
from directory.stewardship.models import Report
from directory.stewardship.services import file_report

KINDS = {"yanlis": Report.Kind.WRONG, "bizim": Report.Kind.OURS, "listelenmesin": Report.Kind.UNLIST}


def _organisation(request: HttpRequest, slug: str) -> Organisation | HttpResponse:
    try:
        found = resolve(slug, public_with_cards)
    except Gone:
        return gone(request)
    return HttpResponsePermanentRedirect(found) if isinstance(found, str) else found


@never_cache
def report(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Show and take the form. All but `wrong` are for profiles nobody has claimed: a steward removes their own."""
    organisation = _organisation(request, slug)
    if isinstance(organisation, HttpResponse):
        return organisation
    standing = standing_of(organisation)
    claimed = bool(standing and standing.claimed_at)
    if kind not in KINDS or (claimed and KINDS[kind] != Report.Kind.WRONG):
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None, kind=KINDS[kind])
    refused = False
    if request.method == "POST" and form.is_valid():
        if form.is_trap_filled:
            return redirect("organisation_report_sent", slug=slug)
        refused = too_many(request, what="report")
        if not refused:
            file_report(
                organisation=organisation,
                kind=KINDS[kind],
                message=form.cleaned_data["message"],
                reply_to=form.cleaned_data["reply_to"],
            )
            return redirect("organisation_report_sent", slug=slug)
    context = {
        "form": form,
        "organisation": organisation,
        "card": card(organisation),
        "kind": KINDS[kind].value,
        "refused": refused,
        "nav": "organisations",
    }
    status = 429 if refused else 422 if form.is_bound else 200
    return render(request, "directory/stewardship/report.html", context, status=status)


@never_cache
def report_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank the visitor and say what happens next."""
    organisation = _organisation(request, slug)
    if isinstance(organisation, HttpResponse):
        return organisation
    context = {"organisation": organisation, "card": card(organisation), "back": organisation_url(organisation)}
    return render(request, "directory/stewardship/report_sent.html", {**context, "nav": "organisations"})

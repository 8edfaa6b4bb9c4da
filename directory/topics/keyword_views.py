"""Admin pages of one keyword (merge, promote) and the suggestions of the tag box."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_passes_test
from wagtail.permissions import policy_registry

from directory.organisations.models import Organisation, OrganisationKeyword
from directory.topics import services
from directory.topics.forms import MergeForm, PromoteForm
from directory.topics.models import Keyword, KeywordSynonym
from search import analysis

SUGGESTIONS = 10


def _may_change(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Keyword).user_has_permission(user, "change"))


def _ask(request: HttpRequest, keyword: Keyword, form: Any, **texts: str) -> HttpResponse:
    context = {"subject": keyword.name, "icon": "tag", "form": form, "back_url": reverse("keyword:index"), **texts}
    return TemplateResponse(request, "directory/admin/ask.html", context)


@user_passes_test(_may_change)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Two steps: choose the keyword that stays; read what will happen, and do it."""
    source = get_object_or_404(Keyword, pk=pk)
    form = MergeForm(request.POST or None, source=source)
    if form.is_valid():
        target = form.cleaned_data["target"]
        if "confirmed" in request.POST:
            services.merge_keywords(source=source, target=target, user=request.user)
            text = _("“%(source)s” is merged into “%(target)s”.")
            messages.success(request, text % {"source": source.name, "target": target.name})
            return redirect("keyword:index")
        carrying = OrganisationKeyword.objects.filter(tag=source).count()
        question = _(
            "%(count)d organisations carry “%(source)s”. They will carry “%(target)s” instead, in their drafts too. "
            "Whoever types “%(source)s” later gets “%(target)s”. This cannot be undone."
        )
        return TemplateResponse(
            request,
            "directory/admin/merge_keyword.html",
            {
                "source": source,
                "target": target,
                "question": question % {"count": carrying, "source": source.name, "target": target.name},
                "back_url": request.path,
            },
        )
    return _ask(
        request,
        source,
        form,
        title=_("Merge keyword"),
        question=_("Choose the keyword that stays. “%(name)s” becomes another way of writing it.") % {"name": source.name},
        button=_("See what will happen"),
    )


@user_passes_test(_may_change)
def promote(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the word a synonym of a rights area."""
    keyword = get_object_or_404(Keyword, pk=pk)
    form = PromoteForm(request.POST or None)
    if form.is_valid():
        topic = form.cleaned_data["topic"]
        services.promote_keyword(keyword=keyword, topic=topic, user=request.user)
        text = _("Whoever types “%(word)s” now finds “%(topic)s”.")
        messages.success(request, text % {"word": keyword.name, "topic": topic.label})
        return redirect("keyword:index")
    return _ask(
        request,
        keyword,
        form,
        title=_("Make it a synonym"),
        question=_("Choose the rights area that “%(name)s” stands for. The keyword itself stays.") % {"name": keyword.name},
        button=_("Make it a synonym"),
    )


def autocomplete(request: HttpRequest) -> JsonResponse:
    """Keywords that begin so, folded, and only those a published profile carries; a merged word brings its successor."""
    folded = analysis.fold(request.GET.get("term", "")[:100].replace("\x00", "")).strip()
    if not folded:
        return JsonResponse([], safe=False)
    used = Keyword.objects.filter(tagged_organisations__content_object__in=Organisation.objects.public())
    begin = used.filter(folded__startswith=folded).distinct().order_by("folded")[:SUGGESTIONS]
    names = [keyword.name for keyword in begin]
    merged = KeywordSynonym.objects.filter(folded__startswith=folded, keyword__in=used).select_related("keyword")
    names += [synonym.keyword.name for synonym in merged[:SUGGESTIONS]]
    return JsonResponse(list(dict.fromkeys(names))[:SUGGESTIONS], safe=False)

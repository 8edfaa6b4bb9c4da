"""The state of the search for people: who answers, how far behind each index is, what was refused and may be queued again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from search import status, sync
from search.models import Refusal

LISTED = 100


def may_see(user: Any) -> bool:
    return user.has_perm("search.view_refusal") or may_requeue(user)


def may_requeue(user: Any) -> bool:
    return bool(user.has_perm("search.change_refusal"))


@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Say which engine answers, what each index has not heard of yet, and what it would not take."""
    if not may_see(request.user):
        raise PermissionDenied
    context = {
        "state": status.read(),
        "refused": status.refused(LISTED),
        "refused_in_all": Refusal.objects.count(),
        "may_requeue": may_requeue(request.user),
    }
    return TemplateResponse(request, "cms/core/admin/search_state.html", context)


@require_POST
def requeue(request: HttpRequest) -> HttpResponse:
    """Have one refused document, or all of them, written again."""
    if not may_requeue(request.user):
        raise PermissionDenied
    chosen = request.POST.get("refusal", "")
    rows = Refusal.objects.filter(pk=int(chosen)) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 19 else None
    if chosen == "all":
        rows = Refusal.objects.all()
    count = sync.requeue(rows) if rows is not None else 0
    if count:
        said = ngettext("%(count)d document is queued again.", "%(count)d documents are queued again.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.info(request, _("Nothing was queued: the document has been written meanwhile."))
    return redirect("search_state")

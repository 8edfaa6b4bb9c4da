"""Reports from visitors in the admin: what is open comes first; closing one takes a note."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import user_passes_test
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from directory.organisations.models import Organisation
from directory.stewardship import services
from directory.stewardship.models import Report


class NeverByHandPolicy(ModelPermissionPolicy):
    """Reports come from visitors: nobody adds one in the admin."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and bool(super().user_has_permission(user, action))


register_permission_policy(Report, NeverByHandPolicy(Report))


class ReportIndexView(generic.IndexView):
    """The list; each row leads to the page where the report is dealt with."""

    default_ordering = ("-state", "-created_at")

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "organisation", label=_("Organisation"), accessor="organisation.name", get_url=self.get_edit_url, sort_key=None
            ),
            Column("kind", label=_("About"), accessor="get_kind_display", sort_key="kind"),
            Column("message", label=_("Message"), accessor=lambda report: Truncator(report.message).chars(120)),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                primary=lambda report: report.state == Report.State.OPEN,
                sort_key="state",
            ),
            DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        ]

    def get_base_queryset(self) -> Any:
        return Report.objects.select_related("organisation")


class CloseForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What was done. Only editors see it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _may_change(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Report).user_has_permission(user, "change"))


@user_passes_test(_may_change)
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one report whole; close it with a note, or open it again."""
    report = get_object_or_404(Report.objects.select_related("organisation", "handled_by"), pk=pk)
    form = CloseForm(request.POST or None, initial={"note": report.note})
    if request.method == "POST" and "reopen" in request.POST:
        services.reopen_report(report=report)
        messages.success(request, _("The report is open again."))
        return redirect("report:index")
    if form.is_valid():
        services.close_report(report=report, user=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("The report is closed."))
        return redirect("report:index")
    edit_url = reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[report.organisation_id])
    context = {"report": report, "form": form, "edit_url": edit_url, "back_url": reverse("report:index")}
    return TemplateResponse(request, "directory/admin/report.html", context)


class ReportViewSet(ModelViewSet):
    model = Report
    name = "report"
    url_prefix = "visitor-reports"
    url_namespace = "report"
    icon = "comment"
    menu_label = gettext_lazy("Visitors' reports")
    index_view_class = ReportIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    list_filter = ("state", "kind")
    list_per_page = 50
    form_fields = ("note",)

    @property
    def edit_view(self) -> Any:
        return handle

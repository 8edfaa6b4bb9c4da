"""Organisations in the admin: which views, which form, which list."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.organisations import services
from directory.organisations.addresses import address_base
from directory.organisations.choosers import OrganisationChooserViewSet
from directory.organisations.editing import (
    OrganisationCreateView,
    OrganisationDeleteView,
    OrganisationEditView,
    OrganisationUnpublishView,
)
from directory.organisations.listing import OrganisationFilterSet, OrganisationIndexView
from directory.organisations.models import Organisation
from directory.organisations.panels import edit_handler


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    menu_order = 100
    add_to_admin_menu = False
    copy_view_enabled = False
    index_view_class = OrganisationIndexView
    add_view_class = OrganisationCreateView
    edit_view_class = OrganisationEditView
    delete_view_class = OrganisationDeleteView
    unpublish_view_class = OrganisationUnpublishView
    filterset_class = OrganisationFilterSet
    chooser_viewset_class = OrganisationChooserViewSet
    chooser_per_page = 20
    list_per_page = 50
    edit_handler = edit_handler

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("confirm/<int:pk>/", self.confirm_view, name="confirm"),
            path("address/<int:pk>/", self.address_view, name="address"),
        ]

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then note that the organisation stands by its profile. The revision is not touched."""
        organisation = self._changeable(request, pk, "publish")
        if organisation is None:
            return self._refused(request)
        if request.method == "POST":
            services.confirm(organisation=organisation, user=request.user)
            messages.success(request, _("“%(name)s” is marked as confirmed today.") % {"name": organisation})
            return redirect(self._edit_url(organisation))
        return self._ask(
            request,
            organisation,
            title=_("Mark as confirmed"),
            question=_(
                "Has the organisation itself said that this profile is right? The profile will show today's date as confirmed."
            ),
            button=_("Mark as confirmed today"),
        )

    def address_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then make the address follow the name; the former one leads on."""
        organisation = self._changeable(request, pk, "publish")
        if organisation is None:
            return self._refused(request)
        if request.method == "POST":
            slug = services.rename_address(organisation=organisation)
            messages.success(
                request, _("The address is now %(address)s. The former one leads to it.") % {"address": f"/kuruluslar/{slug}/"}
            )
            return redirect(self._edit_url(organisation))
        return self._ask(
            request,
            organisation,
            title=_("Change the address too"),
            question=_("The page will move to %(address)s. Links to the former address will lead there.")
            % {"address": f"/kuruluslar/{address_base(organisation)}/"},
            button=_("Change the address"),
        )

    def _changeable(self, request: HttpRequest, pk: int, permission: str) -> Organisation | None:
        organisation: Organisation = get_object_or_404(Organisation, pk=pk)
        policy = policy_registry.get_by_type(Organisation)
        return organisation if policy.user_has_permission_for_instance(request.user, permission, organisation) else None

    def _refused(self, request: HttpRequest) -> HttpResponse:
        messages.error(request, _("You do not have the permission for this."))
        return redirect("wagtailadmin_home")

    def _edit_url(self, organisation: Organisation) -> str:
        return reverse(self.get_url_name("edit"), args=[quote(organisation.pk)])

    def _ask(self, request: HttpRequest, organisation: Organisation, **texts: Any) -> HttpResponse:
        context = {"subject": organisation, "icon": self.icon, "form": None, "back_url": self._edit_url(organisation), **texts}
        return TemplateResponse(request, "directory/admin/ask.html", context)

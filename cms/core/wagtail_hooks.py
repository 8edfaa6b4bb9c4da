"""The admin's first page: what waits for an editor, with the way to it."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import DismissibleMenuItem, MenuItem
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from cms.core import search_state
from directory.models import Organisation, Report

EDITING = {"change", "publish"}


class WaitingPanel(Component):
    """Reports, drafts and profiles nobody looks after: a number and a link each, for those who may act on it."""

    name = "waiting"
    template_name = "cms/core/admin/waiting_panel.html"
    order = 50

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"items": waiting_for(parent_context["request"].user)}


def waiting_for(user: Any) -> list[dict[str, Any]]:
    """Return what waits: label, count, address of the list."""
    items: list[dict[str, Any]] = []
    if policy_registry.get_by_type(Report).user_has_any_permission(user, {"change"}):
        reports = Report.objects.filter(state=Report.State.OPEN)
        items.append(_item(_("open reports from visitors"), reports, reverse("report:index") + "?state=open"))
    if policy_registry.get_by_type(Organisation).user_has_any_permission(user, EDITING):
        organisations = reverse(Organisation.snippet_viewset.get_url_name("list"))
        standing_alone = Organisation.objects.filter(standing__merged_into__isnull=True)
        drafts = standing_alone.filter(Q(live=True, has_unpublished_changes=True))
        unpublished = standing_alone.filter(live=False)
        unclaimed = Organisation.objects.public().filter(standing__claimed_at__isnull=True)
        items += [
            _item(_("published profiles with a draft"), drafts, organisations + "?state=changed"),
            _item(_("profiles not published yet"), unpublished, organisations + "?state=draft"),
            _item(_("published profiles nobody has claimed"), unclaimed, organisations + "?state=live&claimed=false"),
        ]
    return items


def _item(label: str, queryset: Any, url: str) -> dict[str, Any]:
    return {"label": label, "count": queryset.count(), "url": url}


@hooks.register("construct_help_menu")
def without_news(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's own announcements are for its developers, in English; an editor has no use for a counter of them."""
    menu_items[:] = [item for item in menu_items if not isinstance(item, DismissibleMenuItem)]


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, WaitingPanel())


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("reports/search-state/", search_state.state, name="search_state"),
        path("reports/search-state/requeue/", search_state.requeue, name="search_requeue"),
    ]


class SearchStateMenuItem(MenuItem):
    """For those who may have refused documents written again."""

    def is_shown(self, request: HttpRequest) -> bool:
        return search_state.may_see(request.user)


@hooks.register("register_reports_menu_item")
def search_state_menu_item() -> MenuItem:
    return SearchStateMenuItem(
        gettext_lazy("State of the search"), reverse_lazy("search_state"), name="search-state", icon_name="search", order=60
    )


@hooks.register("register_permissions")
def permissions() -> Any:
    return Permission.objects.filter(content_type__app_label="search", codename__in=["view_refusal", "change_refusal"])

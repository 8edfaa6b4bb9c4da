"""What the directory adds to Wagtail's admin: its menu, its pages, its bulk actions, its comparisons."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from directory.organisations import bulk, comparison
from directory.organisations.viewsets import OrganisationViewSet
from directory.places.viewsets import DistrictViewSet, LocalityViewSet, ProvinceViewSet
from directory.stewardship.viewsets import ReportViewSet
from directory.topics import keyword_views
from directory.topics.viewsets import KeywordViewSet, TopicGroupViewSet, TopicViewSet
from directory.wording import desk
from directory.wording.viewsets import SituationSetViewSet, SituationViewSet, SynonymViewSet

comparison.register()


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = _("Directory")
    menu_icon = "group"
    menu_order = 90
    items = (
        OrganisationViewSet,
        ReportViewSet,
        TopicViewSet,
        TopicGroupViewSet,
        KeywordViewSet,
        ProvinceViewSet,
        DistrictViewSet,
        LocalityViewSet,
    )


class WordingGroup(ModelViewSetGroup):
    menu_label = _("Words")
    menu_icon = "search"
    menu_order = 95
    items = (SynonymViewSet, SituationViewSet, SituationSetViewSet)


register_snippet(DirectoryGroup)


@hooks.register("register_admin_viewset")
def wording_viewsets() -> WordingGroup:
    return WordingGroup()


for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own: of two with one name the later counts


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("keyword-autocomplete/", keyword_views.autocomplete, name="keyword_autocomplete"),
        path("reports/unanswered/", desk.unanswered, name="search_unanswered"),
        path("search-desk/", desk.desk, name="search_desk"),
    ]


class UnansweredMenuItem(MenuItem):
    """For those who keep the words of search."""

    def is_shown(self, request: HttpRequest) -> bool:
        return desk.may_mend(request.user)


@hooks.register("register_reports_menu_item")
def unanswered_menu_item() -> MenuItem:
    return UnansweredMenuItem(
        _("Sought and not found"), reverse_lazy("search_unanswered"), name="unanswered", icon_name="search", order=50
    )


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/paydas.css"))


@hooks.register("insert_editor_js")
def editor_js() -> SafeString:
    return format_html('<script src="{}"></script>', static("admin/newer.js"))

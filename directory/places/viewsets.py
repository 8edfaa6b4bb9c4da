"""Provinces and districts in the admin: corrected, never added or deleted (they come with the project's data)."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from directory.organisations.models import Organisation
from directory.organisations.rows import OrganisationPlace
from directory.places.models import District, Province
from directory.topics.viewsets import SearchableIndexView
from search import analysis


class ChangeOnlyPolicy(ModelPermissionPolicy):
    """Nobody adds or deletes, not even an administrator: organisations and addresses hang on these rows."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


register_permission_policy(Province, ChangeOnlyPolicy(Province))
register_permission_policy(District, ChangeOnlyPolicy(District))


def _with_public_count(queryset: QuerySet[Any], place_field: str) -> QuerySet[Any]:
    """Annotate `used`: how many public organisations can be found there."""
    places = (
        OrganisationPlace.objects.filter(**{place_field: OuterRef("pk")}, organisation__in=Organisation.objects.public())
        .order_by()
        .values(place_field)
        .annotate(n=Count("organisation", distinct=True))
        .values("n")
    )
    return queryset.annotate(used=Coalesce(Subquery(places, output_field=IntegerField()), 0))


class ProvinceIndexView(SearchableIndexView):
    default_ordering = "slug"

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("code", label=_("Code"), sort_key="code"),
            Column("region_tr", label=_("Region"), sort_key="region_tr"),
            NumberColumn("used", label=_("Public organisations"), sort_key="used"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return _with_public_count(Province.objects.all(), "province")

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        return queryset.filter(slug__contains=analysis.slug(folded) or "?")


class DistrictIndexView(SearchableIndexView):
    default_ordering = ("province__slug", "slug")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("province", label=_("Province"), accessor="province.name"),
            NumberColumn("used", label=_("Public organisations"), sort_key="used"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return _with_public_count(District.objects.select_related("province"), "district")

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        return queryset.filter(slug__contains=analysis.slug(folded) or "?")


class ProvinceViewSet(ModelViewSet):
    model = Province
    name = "province"
    url_prefix = "provinces"
    url_namespace = "province_admin"
    icon = "site"
    menu_label = gettext_lazy("Provinces")
    index_view_class = ProvinceIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100
    panels = (
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("region_tr"), FieldPanel("region_en")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    )


class DistrictViewSet(ModelViewSet):
    model = District
    name = "district"
    url_prefix = "districts"
    url_namespace = "district_admin"
    icon = "site"
    menu_label = gettext_lazy("Districts")
    index_view_class = DistrictIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100
    list_filter = ("province",)
    panels = (FieldPanel("name"), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]))

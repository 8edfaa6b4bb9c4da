"""Places in the admin. Provinces and districts are corrected, never added or deleted (they come with the project's data);
localities are the editors' own."""

from typing import Any

import django_filters
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from directory.organisations.models import Organisation
from directory.organisations.rows import OrganisationPlace
from directory.places.forms import LocalityForm
from directory.places.models import District, Locality, Province
from directory.topics.viewsets import GuardedDeleteView, SearchableIndexView
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
        FieldPanel("aliases"),
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
    panels = (
        FieldPanel("name"),
        FieldPanel("aliases"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    )


class LocalityFilterSet(WagtailFilterSet):
    province = django_filters.ModelChoiceFilter(
        label=capfirst(gettext_lazy("province")),
        field_name="district__province",
        queryset=Province.objects.filter(districts__localities__isnull=False).distinct().order_by("slug"),
        empty_label=gettext_lazy("All"),
    )
    ambiguous = django_filters.BooleanFilter(label=capfirst(gettext_lazy("ambiguous")))

    class Meta:
        model = Locality
        fields = ("province", "ambiguous")


class LocalityIndexView(SearchableIndexView):
    default_ordering = ("folded", "district__slug")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("district", label=_("District"), accessor=_district, sort_key="district__slug"),
            Column(
                "ambiguous",
                label=_("Ambiguous"),
                accessor=lambda locality: _("yes") if locality.ambiguous else "",
                sort_key="ambiguous",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return Locality.objects.select_related("district__province")

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        rows = Locality.objects.values_list("pk", "name", "aliases", "district__name")
        said = ((pk, analysis.fold(" ".join([name, *aliases, district]))) for pk, name, aliases, district in rows)
        return queryset.filter(pk__in=[pk for pk, words in said if folded in words])


def _district(locality: Locality) -> str:
    return f"{locality.district.name}, {locality.district.province.name}"


class LocalityDeleteView(GuardedDeleteView):
    @property
    def confirmation_message(self) -> str:
        return _("Delete “%(name)s”? Searches will lead this name to its district no longer.") % {"name": self.object.name}

    def remove(self) -> None:
        self.object.delete()


class LocalityViewSet(ModelViewSet):
    model = Locality
    name = "locality"
    url_prefix = "localities"
    url_namespace = "locality_admin"
    icon = "site"
    menu_label = gettext_lazy("Localities")
    index_view_class = LocalityIndexView
    delete_view_class = LocalityDeleteView
    filterset_class = LocalityFilterSet
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("district"), FieldPanel("aliases"), FieldPanel("ambiguous")],
        base_form_class=LocalityForm,
    )

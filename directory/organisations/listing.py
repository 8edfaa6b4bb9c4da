"""The admin's list of organisations: filters, columns, folded search."""

from typing import Any

import django_filters
from django import forms
from django.db.models import CharField, Exists, F, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn, UpdatedAtColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import IndexView

from directory.organisations.choices import Basis, OrganisationType, Scope, Status
from directory.organisations.models import Organisation, OrganisationTopic
from directory.organisations.rows import OrganisationPlace
from directory.organisations.standing import Standing
from directory.organisations.widgets import DistrictField, districts
from directory.places.models import District, Province
from directory.topics.models import Topic

MOST_TOPICS = 3


def with_list_relations(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Load what a row of a list shows, in a fixed number of queries."""
    own = {"base_content_type": Organisation.get_base_content_type(), "object_id": Cast(OuterRef("pk"), CharField())}
    queryset = queryset.annotate(
        is_scheduled=Exists(Revision.objects.filter(**own, approved_go_live_at__isnull=False)),
        in_moderation=Exists(WorkflowState.objects.active().filter(**own)),
    )
    return queryset.select_related("standing", "latest_revision").prefetch_related(
        Prefetch("places", queryset=OrganisationPlace.objects.select_related("province", "district")),
        Prefetch("tagged_topics", queryset=OrganisationTopic.objects.select_related("tag")),
    )


def name_with_acronym(organisation: Organisation) -> str:
    return f"{organisation.name} ({organisation.acronym})" if organisation.acronym else organisation.name


def seat(organisation: Organisation) -> str:
    """Return the district and province of the first place."""
    for place in organisation.places.all():
        return f"{place.district.name}, {place.province.name}" if place.district else place.province.name
    return ""


def topic_labels(organisation: Organisation) -> str:
    """Return the first rights areas and how many more there are."""
    labels = [row.tag.label for row in organisation.tagged_topics.all()]
    shown = ", ".join(labels[:MOST_TOPICS])
    return f"{shown} +{len(labels) - MOST_TOPICS}" if len(labels) > MOST_TOPICS else shown


def state_of(organisation: Organisation) -> str:
    """Return the state of publication; the row comes from `with_list_relations`."""
    if organisation.live:
        state = _("Published, with a draft") if organisation.has_unpublished_changes else _("Published")
    else:
        state = _("Expired") if organisation.expired else _("Not published")
    further = [_("scheduled")] if organisation.is_scheduled else []
    further += [_("in moderation")] if organisation.in_moderation else []
    return " · ".join(map(str, [state, *further]))


def state_column() -> StatusTagColumn:
    return StatusTagColumn("live", label=_("Status"), accessor=state_of, primary=lambda row: row.live, sort_key="live")


def word_of(organisation: Organisation) -> str:
    """Return on whose word the profile stands."""
    standing = getattr(organisation, "standing", None)
    if standing is None:
        return str(Basis.EDITOR.label)
    if standing.merged_into_id:
        return str(_("Merged"))
    claimed = f" · {_('claimed')}" if standing.claimed_at else ""
    return f"{standing.get_basis_display()}{claimed}"


class GroupedDistrictFormField(DistrictField):
    """The grouped select; django-filter also hands over what to do with null, which no district is."""

    def __init__(self, *, null_label: Any = None, null_value: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)


class GroupedDistrictFilter(django_filters.ModelChoiceFilter):
    field_class = GroupedDistrictFormField


class OrganisationFilterSet(WagtailFilterSet):
    """Every filter asks by subquery: an organisation with two matching places is still one row."""

    type = django_filters.MultipleChoiceFilter(
        label=capfirst(_("type")), choices=OrganisationType.choices, widget=forms.CheckboxSelectMultiple
    )
    state = django_filters.ChoiceFilter(
        label=capfirst(_("publication")),
        method="by_state",
        choices=[("live", _("Published")), ("draft", _("Not published")), ("changed", _("Published, with a draft"))],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    status = django_filters.ChoiceFilter(
        label=capfirst(_("status")), choices=Status.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
    scope = django_filters.MultipleChoiceFilter(
        label=capfirst(_("scope")), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    topic = django_filters.ModelMultipleChoiceFilter(
        label=capfirst(_("rights area")),
        queryset=Topic.objects.select_related("group"),
        method="by_topic",
        widget=forms.CheckboxSelectMultiple,
    )
    province = django_filters.ModelChoiceFilter(
        label=capfirst(_("province")), queryset=Province.objects.order_by("slug"), method="by_province", empty_label=_("All")
    )
    district = GroupedDistrictFilter(
        label=capfirst(_("district")),
        queryset=districts(),
        method="by_district",
        empty_label=_("All"),
    )
    basis = django_filters.ChoiceFilter(
        label=capfirst(_("basis")),
        field_name="standing__basis",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    claimed = django_filters.BooleanFilter(label=capfirst(_("claimed")), method="by_claim", widget=BooleanRadioSelect)

    class Meta:
        model = Organisation
        fields = ("type", "state", "status", "scope", "topic", "province", "district", "basis", "claimed")

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return {
            "live": queryset.filter(live=True),
            "draft": queryset.filter(live=False),
            "changed": queryset.filter(live=True, has_unpublished_changes=True),
        }[value]

    def by_topic(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        if not value:
            return queryset
        return queryset.filter(Exists(OrganisationTopic.objects.filter(content_object=OuterRef("pk"), tag__in=value)))

    def by_province(self, queryset: QuerySet[Any], name: str, value: Province) -> QuerySet[Any]:
        return queryset.filter(Exists(OrganisationPlace.objects.filter(organisation=OuterRef("pk"), province=value)))

    def by_district(self, queryset: QuerySet[Any], name: str, value: District) -> QuerySet[Any]:
        return queryset.filter(Exists(OrganisationPlace.objects.filter(organisation=OuterRef("pk"), district=value)))

    def by_claim(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        claimed = Exists(Standing.objects.filter(organisation=OuterRef("pk"), claimed_at__isnull=False))
        return queryset.filter(claimed if value else ~claimed)


class FoldedSearchMixin:
    """Search by `matching()`: whatever the case and letters, and whatever is typed."""

    is_searchable = True

    def search_queryset(self, queryset: Any) -> Any:
        return queryset.matching(self.search_query) if self.is_searching else queryset


class OrganisationIndexView(FoldedSearchMixin, IndexView):
    """The list page."""

    default_ordering = "sort_key"

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"),
            Column("seat", label=_("Place"), accessor=seat),
            Column("topics", label=_("Rights areas"), accessor=topic_labels),
            state_column(),
            Column("basis", label=_("On whose word"), accessor=word_of, sort_key="standing__basis"),
            UpdatedAtColumn(),
        ]

    def _get_title_column(self, field_name: str, column_class: Any = TitleColumn, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, column_class, **kwargs)
        column.accessor = name_with_acronym
        column.sort_key = "sort_key"
        return column

    def get_base_queryset(self) -> Any:
        return with_list_relations(super().get_base_queryset())

    def _annotate_queryset_updated_at(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.annotate(_updated_at=Coalesce(F("latest_revision__created_at"), F("origin__imported_at")))


def listed(params: Any) -> QuerySet[Any]:
    """Return what the list shows for its query string: what "all" means for a bulk action."""
    queryset = Organisation.objects.all()
    filters = OrganisationFilterSet(data=params, queryset=queryset)
    if filters.is_valid():
        queryset = filters.filter_queryset(queryset)
    return queryset.matching(params.get("q", ""))

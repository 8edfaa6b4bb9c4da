"""The chooser of organisations: folded search; type and place tell equal names apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.chooser import BaseSnippetChooseView, ChooseResultsView, ChooseView, SnippetChooserViewSet

from directory.organisations.listing import seat, state_of, with_list_relations
from directory.organisations.models import Organisation


class OrganisationFilterForm(BaseFilterForm):
    """One box."""

    q = forms.CharField(
        label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Name or acronym")}), required=False
    )

    def filter(self, objects: Any) -> Any:
        words = self.cleaned_data.get("q")
        if words:
            objects = objects.matching(words)
            self.is_searching = True
            self.search_query = words
        return super().filter(objects)


class OrganisationChooseMixin(BaseSnippetChooseView):
    """What both views of the modal share. Organisations merged into another cannot be chosen."""

    filter_form_class = OrganisationFilterForm
    ordering = ("sort_key", "pk")

    def get_object_list(self) -> Any:
        return with_list_relations(Organisation.objects.filter(standing__merged_into__isnull=True))

    @property
    def columns(self) -> list[Any]:
        return [
            self.title_column,
            Column("type", label=_("Type"), accessor="get_type_display"),
            Column("seat", label=_("Place"), accessor=seat),
            StatusTagColumn("live", label=_("Status"), accessor=state_of, primary=lambda row: row.live),
        ]


class OrganisationChooseView(OrganisationChooseMixin, ChooseView):
    pass


class OrganisationChooseResultsView(OrganisationChooseMixin, ChooseResultsView):
    pass


class OrganisationChooserViewSet(SnippetChooserViewSet):
    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView

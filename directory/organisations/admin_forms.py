"""The edit form of an organisation: what the browser sends becomes values; the rules lie in models and `rules.py`."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms.models import WagtailAdminModelForm

from directory.organisations.models import Organisation
from directory.organisations.widgets import DistrictField, DistrictsField, KeywordsField, TopicsField
from directory.places.models import Province


class OrganisationForm(WagtailAdminModelForm):
    """Fields whose widgets are ours; everything else comes from the model."""

    topics = TopicsField(
        label=capfirst(_("rights areas")), help_text=_("The areas the organisation works on. Choose as few as describe it.")
    )
    keywords = KeywordsField(
        label=capfirst(_("keywords")), help_text=_("Your own words, separated by commas. Press Enter or a comma after each.")
    )
    active_provinces = forms.ModelMultipleChoiceField(
        label=capfirst(_("works in these provinces")),
        help_text=_("Besides the places where it can be found."),
        queryset=Province.objects.order_by("slug"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    active_districts = DistrictsField(
        label=capfirst(_("works in these districts")), help_text=_("Open a province to see its districts.")
    )

    def clean_topics(self) -> list[Any]:
        """Those chosen before keep their order, which is the order of shares; the rest follows in the order of the list."""
        chosen = {topic.pk: topic for topic in self.cleaned_data["topics"]}
        before = [row.tag_id for row in self.instance.tagged_topics.all() if row.tag_id in chosen]
        return [chosen[pk] for pk in dict.fromkeys([*before, *chosen])]


class RowFormSet(BaseChildFormSet):
    """Child rows; one that somebody took away while the form was open is a new one, not an error on a hidden field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound or not self.management_form.is_valid():
            return
        known = {str(row.pk) for row in self.get_queryset()}
        keys = [f"{self.add_prefix(index)}-id" for index in range(self.initial_form_count())]
        if gone := [key for key in keys if self.data.get(key) and self.data[key] not in known]:
            self.data = self.data.copy()
            self.data.update(dict.fromkeys(gone, ""))


class PlaceForm(forms.ModelForm):
    """A place: a district brings its province along."""

    district = DistrictField(
        label=capfirst(_("district")), help_text=_("Grouped by province. Type the first letters to jump there.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].required = False
        self.fields["province"].help_text = _("Comes by itself when you choose a district.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("province") and not self.errors.get("province"):
            if cleaned.get("district"):
                cleaned["province"] = cleaned["district"].province
            elif not cleaned.get("DELETE"):
                self.add_error("province", _("Choose a province or a district."))
        return cleaned


class ExchangeForm(forms.ModelForm):
    """An offer or a need: an end date typed today does not lie in the past."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        until = cleaned.get("until")
        if until and "until" in self.changed_data and until < timezone.localdate():
            self.add_error("until", _("This date has passed. Choose today or later, or leave it open."))
        return cleaned


__all__ = ["ExchangeForm", "Organisation", "OrganisationForm", "PlaceForm", "RowFormSet"]

"""The form of a locality in the admin."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from directory.organisations.widgets import DistrictField
from directory.places.models import Locality
from search import analysis


class LocalityForm(WagtailAdminModelForm):
    """A locality; its district is chosen from one list, grouped by province."""

    district = DistrictField(
        label=capfirst(_("district")),
        required=True,
        empty_label=_("Choose a district"),
        help_text=_("Where it lies; of two districts the one that most people mean."),
    )

    class Meta(WagtailAdminModelForm.Meta):
        model = Locality
        fields = ("name", "district", "aliases", "ambiguous")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        name, district = cleaned.get("name"), cleaned.get("district")
        if name and district:
            same = Locality.objects.filter(district=district, folded=analysis.fold(" ".join(name.split())))
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("name", _("This district already has a locality of this name."))
        return cleaned

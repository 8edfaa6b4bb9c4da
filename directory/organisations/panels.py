"""The edit form of an organisation in tabs."""

from typing import Any

from django.forms.models import modelform_factory
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from directory.easy_read import HELP as EASY_HELP
from directory.organisations.admin_forms import ExchangeForm, OrganisationForm, PlaceForm, RowFormSet
from directory.organisations.standing import Standing

__all__ = ["edit_handler", "modelform_factory"]


class RowsPanel(InlinePanel):
    """Child rows whose form is ours."""

    def __init__(self, *args: Any, row_form: type | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row_form = row_form

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "row_form": self.row_form}

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        own = options["formsets"][self.relation_name]
        own["formset"] = RowFormSet
        if self.row_form is not None:
            base = own.get("form", WagtailAdminModelForm)
            own["form"] = type(base)(self.row_form.__name__, (self.row_form, base), {})
        return options


class StandingPanel(HelpPanel):
    """What is known outside the revision: shown, never edited here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "directory/admin/standing_panel.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            saved = self.instance.pk is not None
            context["organisation"] = self.instance if saved else None
            if saved:
                context["standing"] = (
                    Standing.objects.select_related("confirmed_by", "merged_into").filter(organisation=self.instance.pk).first()
                )
                addresses = list(self.instance.addresses.order_by("-current", "slug"))
                context["address"] = next((a for a in addresses if a.current), None)
                context["former_addresses"] = [a for a in addresses if not a.current]
                context["origin"] = getattr(self.instance, "origin", None)
            return context


basic = ObjectList(
    [
        FieldPanel("name", help_text=_("The name people know it by."), required_on_save=True),
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("legal_name")]),
        FieldPanel("aliases"),
        FieldRowPanel([FieldPanel("type"), FieldPanel("status")]),
        FieldPanel("summary"),
        FieldPanel("about", help_text=_("What it does, for whom, how people can join or get help.")),
        FieldPanel("easy_read", help_text=EASY_HELP),
        FieldRowPanel([FieldPanel("founded"), FieldPanel("registry_number")]),
        FieldPanel("open_to_cooperation"),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("logo_alt")], heading=_("Logo")),
    ],
    heading=_("Basic information"),
)
rights = ObjectList(
    [FieldPanel("topics"), FieldPanel("keywords"), FieldPanel("target_groups"), FieldPanel("languages")],
    heading=_("Rights areas"),
)
_exchange = [FieldRowPanel([FieldPanel("kind"), FieldPanel("until")]), FieldPanel("text"), FieldPanel("text_en")]
exchange = ObjectList(
    [
        RowsPanel("offers", panels=_exchange, heading=_("What it offers"), label=_("Offer"), row_form=ExchangeForm),
        RowsPanel("needs", panels=_exchange, heading=_("What it looks for"), label=_("Need"), row_form=ExchangeForm),
    ],
    heading=_("Offers and needs"),
)
places = ObjectList(
    [
        FieldPanel("scope", help_text=_("How far its work reaches.")),
        RowsPanel(
            "places",
            panels=[
                FieldRowPanel([FieldPanel("district"), FieldPanel("province")]),
                FieldPanel("label"),
                FieldPanel("address"),
                FieldPanel("visibility"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                FieldPanel("step_free"),
                FieldPanel("access_notes"),
                FieldPanel("access_notes_en"),
            ],
            heading=_("Where it can be found"),
            label=_("Place"),
            help_text=_("The first place is its seat."),
            row_form=PlaceForm,
        ),
        MultiFieldPanel([FieldPanel("active_provinces"), FieldPanel("active_districts")], heading=_("Where it works")),
    ],
    heading=_("Places"),
)
contacts = ObjectList(
    [
        RowsPanel(
            "contacts",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("visibility")]),
                FieldPanel("value", help_text=_("Web addresses start with https://.")),
                FieldPanel("label"),
            ],
            heading=_("How to reach it"),
            label=_("Contact channel"),
            help_text=_("Channels of the organisation itself, never a private person's telephone or address."),
        )
    ],
    heading=_("Contact"),
)
english = ObjectList(
    [
        HelpPanel(content=_("What is left empty here is shown in Turkish on the English pages.")),
        FieldPanel("name_en"),
        FieldPanel("summary_en"),
        FieldPanel("about_en"),
        FieldPanel("easy_read_en"),
        FieldPanel("logo_alt_en"),
    ],
    heading=_("English"),
)
record = ObjectList([StandingPanel(heading=_("On whose word")), PublishingPanel()], heading=_("Record"))

edit_handler = TabbedInterface([basic, rights, exchange, places, contacts, english, record], base_form_class=OrganisationForm)

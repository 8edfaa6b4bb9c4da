"""The rows a form edits together with an organisation: places, contact channels, offers and needs."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from directory.organisations import rules
from directory.organisations.choices import SHOWN_PLACES, ContactKind, ContactVisibility, ExchangeKind, StepFree, Visibility
from directory.places.models import District, Province


class Row(Orderable):
    """A child row. Its id changes when a revision is republished; who refers to one uses `uid`."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)

    class Meta(Orderable.Meta):
        abstract = True


class OrganisationPlace(Row):
    """Where an organisation can be found. The first row is its seat."""

    organisation = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="places")
    label = models.CharField(_("name of the place"), max_length=100, blank=True, help_text=_("For example: office, workshop."))
    address = models.CharField(_("address"), max_length=300, blank=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("province"))
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    step_free = models.CharField(_("step-free access"), max_length=10, choices=StepFree.choices, blank=True)
    access_notes = models.TextField(
        _("notes on access"), max_length=500, blank=True, help_text=_("Entrance, lift, toilet, quiet room, parking.")
    )
    access_notes_en = models.TextField(_("notes on access in English"), max_length=500, blank=True)
    visibility = models.CharField(
        _("who sees it"),
        max_length=10,
        choices=Visibility.choices,
        blank=True,
        help_text=_("Left open: full address, but district only where a rights area protects addresses."),
    )

    class Meta(Row.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.label, self.district and self.district.name, self.province.name) if part)

    def clean(self) -> None:
        super().clean()
        if self.district_id and self.province_id and self.district.province_id != self.province_id:
            raise ValidationError(
                {
                    "district": _("%(district)s is not a district of %(province)s.")
                    % {"district": self.district.name, "province": self.province.name}
                }
            )
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both latitude and longitude, or neither.")})

    @property
    def shows_address(self) -> bool:
        return self.visibility == Visibility.FULL

    @property
    def shows_district(self) -> bool:
        return self.visibility in SHOWN_PLACES


class OrganisationContact(Row):
    """A channel by which the organisation itself (not a private person) is reached."""

    organisation = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=15, choices=ContactKind.choices)
    value = models.CharField(_("address or number"), max_length=300)
    label = models.CharField(
        _("note"), max_length=100, blank=True, help_text=_("For example: weekdays 9–17, ask for an appointment.")
    )
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=ContactVisibility.choices, default=ContactVisibility.PUBLIC
    )

    class Meta(Row.Meta):
        verbose_name = _("contact channel")
        verbose_name_plural = _("contact channels")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    def clean(self) -> None:
        super().clean()
        self.value = self.value.strip()
        if problem := rules.contact_problem(self.kind, self.value):
            raise ValidationError({"value": problem})


class ExchangeRow(Row):
    """What is offered or sought. Past its end date it is no longer shown."""

    kind = models.CharField(_("kind"), max_length=15, choices=ExchangeKind.choices)
    text = models.CharField(_("in one sentence"), max_length=300)
    text_en = models.CharField(_("in English"), max_length=300, blank=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Left open: until somebody ends it."))

    class Meta(Row.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"

    @property
    def current(self) -> bool:
        return self.until is None or self.until >= timezone.localdate()

    @property
    def display_text(self) -> str:
        return self.text_en if get_language() == "en" and self.text_en else self.text

    @property
    def display_text_lang(self) -> str:
        return "en" if get_language() == "en" and self.text_en else "tr"


class Offer(ExchangeRow):
    organisation = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="offers")

    class Meta(ExchangeRow.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")


class Need(ExchangeRow):
    organisation = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="needs")

    class Meta(ExchangeRow.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")

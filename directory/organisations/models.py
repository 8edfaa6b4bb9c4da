"""Organisation and the rows a form edits with it. Whatever is written elsewhere lives in `standing.py`, outside the revision."""

import uuid
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from directory.organisations.choices import (
    ContactKind,
    ContactVisibility,
    ExchangeKind,
    Language,
    OrganisationType,
    Scope,
    Status,
    StepFree,
    TargetGroup,
    Visibility,
)
from directory.organisations.fields import ChoiceListField, LinesField
from directory.organisations.querysets import OrganisationQuerySet
from directory.places.models import District, Province
from directory.topics.models import Keyword, Topic
from search import analysis

ABOUT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]
KEY_PATTERN = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use small letters a–z, digits and single hyphens."))


class OrganisationTopic(ItemBase):
    """An organisation works on a rights area; the order of rows is the order of shares."""

    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="tagged_organisations")
    content_object = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="tagged_topics")

    class Meta:
        verbose_name = _("rights area of an organisation")
        ordering: ClassVar = ["id"]


class OrganisationKeyword(ItemBase):
    """An organisation described by a keyword."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="tagged_organisations")
    content_object = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="tagged_keywords")

    class Meta:
        verbose_name = _("keyword of an organisation")
        ordering: ClassVar = ["id"]


class Organisation(  # type: ignore[misc]
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """A body of civil society, registered or not. Publishing a revision replaces all of it, child rows included."""

    key = models.CharField(
        _("key"),
        max_length=100,
        unique=True,
        validators=[KEY_PATTERN],
        editable=False,
        help_text=_("Permanent public identifier; imports and the API use it."),
    )
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    legal_name = models.CharField(
        _("legal name"), max_length=300, blank=True, help_text=_("Only if it differs from the name people know.")
    )
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases = LinesField(_("other names"), help_text=_("One a line: former names, short names, common misspellings."))
    type = models.CharField(_("type"), max_length=30, choices=OrganisationType.choices)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACTIVE)
    summary = models.TextField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, at most 300 characters.")
    )
    summary_en = models.TextField(_("summary in English"), max_length=300, blank=True)
    about = RichTextField(_("about"), features=ABOUT_FEATURES, blank=True)
    about_en = RichTextField(_("about in English"), features=ABOUT_FEATURES, blank=True)
    founded = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1000)], help_text=_("A year, such as 2009.")
    )
    scope = models.CharField(_("scope"), max_length=15, choices=Scope.choices, blank=True)
    active_provinces = ParentalManyToManyField(
        Province, blank=True, related_name="served_by", verbose_name=_("works in these provinces")
    )
    active_districts = ParentalManyToManyField(
        District, blank=True, related_name="served_by", verbose_name=_("works in these districts")
    )
    languages = ChoiceListField(_("languages"), choice_class=Language, help_text=_("Languages people can speak with you."))
    target_groups = ChoiceListField(_("for whom"), choice_class=TargetGroup)
    open_to_cooperation = models.BooleanField(
        _("open to cooperation"), null=True, blank=True, help_text=_("Leave open if the organisation has not said.")
    )
    registry_number = models.CharField(
        _("registry number"), max_length=40, blank=True, help_text=_("If there is one. Informal groups need none.")
    )
    logo = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    logo_alt = models.CharField(_("alternative text of the logo"), max_length=150, blank=True)
    logo_alt_en = models.CharField(_("alternative text of the logo in English"), max_length=150, blank=True)
    search_text = models.TextField(editable=False, default="", blank=True)

    topics = ClusterTaggableManager(
        through=OrganisationTopic, blank=True, related_name="organisations", verbose_name=_("rights areas")
    )
    keywords = ClusterTaggableManager(
        through=OrganisationKeyword, blank=True, related_name="organisations", verbose_name=_("keywords")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar = ["search_text", "id"]
        indexes: ClassVar = [
            models.Index(fields=["live", "type"], name="organisation_live_type"),
            models.Index(fields=["-latest_revision"], name="organisation_latest"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.founded is not None and self.founded > timezone.localdate().year:
            from django.core.exceptions import ValidationError

            raise ValidationError({"founded": _("The year lies in the future.")})

    def names_folded(self) -> str:
        """Return every name, folded, on one line each: what lists and choosers in the admin search."""
        names = [self.name, self.acronym, self.name_en, self.legal_name, *self.aliases]
        return "\n".join(dict.fromkeys(analysis.fold(name) for name in names if name))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = self.names_folded()
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    # -- in the active language; missing English falls back to Turkish, and says so by `*_lang`

    def _localised(self, field: str) -> tuple[str, str]:
        if get_language() == "en" and (english := getattr(self, f"{field}_en")):
            return english, "en"
        return getattr(self, field), "tr"

    @property
    def display_name(self) -> str:
        return self._localised("name")[0]

    @property
    def display_name_lang(self) -> str:
        return self._localised("name")[1]

    @property
    def display_summary(self) -> str:
        return self._localised("summary")[0]

    @property
    def display_summary_lang(self) -> str:
        return self._localised("summary")[1]

    @property
    def display_about(self) -> str:
        return self._localised("about")[0]

    @property
    def display_about_lang(self) -> str:
        return self._localised("about")[1]


class Row(Orderable):
    """A child row. Its id changes when a revision is republished; who refers to one uses `uid`."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)

    class Meta(Orderable.Meta):
        abstract = True


class OrganisationPlace(Row):
    """Where an organisation can be found. The first row is its seat."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="places")
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
        from django.core.exceptions import ValidationError

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
        return self.visibility in (Visibility.FULL, Visibility.DISTRICT)


class OrganisationContact(Row):
    """A channel by which the organisation itself (not a private person) is reached."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
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
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="offers")

    class Meta(ExchangeRow.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")


class Need(ExchangeRow):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="needs")

    class Meta(ExchangeRow.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")

"""Organisation, what a revision holds of it. Whatever is written elsewhere lives in `standing.py`, outside the revision."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
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
    RevisionMixin,
    WorkflowMixin,
)

from directory.organisations import rules, versions
from directory.organisations.choices import Language, OrganisationType, Scope, Status, TargetGroup
from directory.organisations.fields import ChoiceListField, LinesField, SortKeyField
from directory.organisations.previews import ProfilePreviewMixin
from directory.organisations.querysets import OrganisationQuerySet
from directory.organisations.rows import Need, Offer, OrganisationContact, OrganisationPlace
from directory.places.models import District, Province
from directory.rich_text import has_words
from directory.topics.models import Keyword, Topic
from search import analysis

__all__ = [
    "Need",
    "Offer",
    "Organisation",
    "OrganisationContact",
    "OrganisationKeyword",
    "OrganisationPlace",
    "OrganisationTopic",
]

ABOUT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]
EASY_FEATURES = ["h3", "bold", "ol", "ul", "link"]
KEY_PATTERN = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", _("Use small letters a–z, digits and single hyphens."))


class OrganisationTopic(ItemBase):
    """An organisation works on a rights area; the order of rows is the order of shares."""

    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="tagged_organisations")
    content_object = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="tagged_topics")

    class Meta:
        verbose_name = _("rights area of an organisation")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["tag", "content_object"], name="organisation_topic_pair")]


class OrganisationKeyword(ItemBase):
    """An organisation described by a keyword."""

    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="tagged_organisations")
    content_object = ParentalKey("directory.Organisation", on_delete=models.CASCADE, related_name="tagged_keywords")

    class Meta:
        verbose_name = _("keyword of an organisation")
        ordering: ClassVar = ["id"]


class Organisation(  # type: ignore[misc]
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ProfilePreviewMixin, ClusterableModel
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
    easy_read = RichTextField(_("easy to read"), features=EASY_FEATURES, blank=True)
    easy_read_en = RichTextField(_("easy to read, in English"), features=EASY_FEATURES, blank=True)
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
    sort_key = SortKeyField(source="name", blank=True)

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
            models.Index(fields=["-last_published_at"], name="organisation_published"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        if self.name and not rules.shows(self.name):
            problems["name"] = _("The name has no letter that can be seen. Write the name.")
        if self.founded is not None and self.founded > timezone.localdate().year:
            problems["founded"] = _("The year lies in the future.")
        if self.logo_id and not self.logo_alt.strip():
            problems["logo_alt"] = _("Describe the logo for people who cannot see it. Example: Two hands in a circle.")
        if repeated := rules.repeated_alias(self.aliases):
            problems["aliases"] = _("“%(alias)s” is written twice. Remove one.") % {"alias": repeated}
        if problems:
            raise ValidationError(problems)

    def names_folded(self) -> str:
        """Return every name, folded, on one line each: what lists and choosers in the admin search."""
        names = [self.name, self.acronym, self.name_en, self.legal_name, *self.aliases]
        return "\n".join(dict.fromkeys(analysis.fold(name) for name in names if name))

    def resolve_places(self) -> None:
        """Decide who sees the places that leave it open. Rows read from the database are decided already."""
        if self.places.is_deferring:
            for place in self.places.all():
                if not place.visibility:
                    place.visibility = rules.default_visibility(self.topics.all())

    def serializable_data(self) -> dict[str, Any]:
        self.resolve_places()
        return super().serializable_data()

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        return super().from_serializable_data(versions.readable(data), *args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.resolve_places()
        self.search_text = self.names_folded()
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "search_text", "sort_key"}
        if not self._state.adding:
            with transaction.atomic():  # the rows with it, or nothing
                super().save(*args, **kwargs)
            return
        from directory.organisations import services  # noqa: PLC0415 - services needs the model

        with transaction.atomic():
            self.key = self.key or services.make_key(self.name)
            super().save(*args, **kwargs)
            services.settle(self)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        from directory.organisations import services  # noqa: PLC0415 - services needs the model

        with transaction.atomic():
            services.store_baseline(self)
            return super().save_revision(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        from directory.organisations import services  # noqa: PLC0415 - services needs the model

        with transaction.atomic():
            services.retire([self.pk])
            return super().delete(*args, **kwargs)

    # -- in the active language; missing English falls back to Turkish, and says so by `*_lang`

    def _localised(self, field: str) -> tuple[str, str]:
        if get_language() == "en" and (english := getattr(self, f"{field}_en")):
            return english, "en"
        return getattr(self, field), "tr"

    def _localised_rich(self, field: str) -> tuple[str, str]:
        """As `_localised`; the editor's empty paragraph is no text."""
        if get_language() == "en" and has_words(english := getattr(self, f"{field}_en")):
            return english, "en"
        turkish = getattr(self, field)
        return turkish if has_words(turkish) else "", "tr"

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
        return self._localised_rich("about")[0]

    @property
    def display_about_lang(self) -> str:
        return self._localised_rich("about")[1]

    @property
    def display_easy_read(self) -> str:
        return self._localised_rich("easy_read")[0]

    @property
    def display_easy_read_lang(self) -> str:
        return self._localised_rich("easy_read")[1]

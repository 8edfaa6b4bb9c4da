"""Provinces and districts of Türkiye and the places people say that are neither, as shipped in directory/data; editors may
correct them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.organisations.fields import LinesField
from search import analysis


def _aliases() -> LinesField:
    return LinesField(
        _("other names"),
        max_items=20,
        item_length=80,
        help_text=_("One a line: short forms and other spellings that people type. Missing Turkish letters need no line."),
    )


def _spellings(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """Return the name and the other names, each spelling once."""
    by_folded: dict[str, str] = {}
    for text in (name, *aliases):
        by_folded.setdefault(analysis.fold(text), text)
    return tuple(by_folded.values())


class Province(models.Model):
    """A province (il)."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("Licence plate code, such as 35."))
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    region_tr = models.CharField(_("region"), max_length=60)
    region_en = models.CharField(_("region in English"), max_length=60)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    aliases = _aliases()
    updated_at = models.DateTimeField(auto_now=True)  # the lexicon of search looks for the newest

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("province", args=[self.slug])

    @property
    def value(self) -> str:
        """The province in facets: "izmir"."""
        return self.slug

    @property
    def names(self) -> tuple[str, ...]:
        return _spellings(self.name, self.aliases)


class District(models.Model):
    """A district (ilçe) of a province."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="districts", verbose_name=_("province"))
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    aliases = _aliases()
    updated_at = models.DateTimeField(auto_now=True)  # the lexicon of search looks for the newest

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering: ClassVar = ["province__code", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["province", "slug"], name="district_once_a_province")]

    def __str__(self) -> str:
        return f"{self.name} ({self.province.name})"

    def get_absolute_url(self) -> str:
        return reverse("district", args=[self.province.slug, self.slug])

    @property
    def value(self) -> str:
        """The district in facets: "izmir/bornova"."""
        return f"{self.province.slug}/{self.slug}"

    @property
    def names(self) -> tuple[str, ...]:
        return _spellings(self.name, self.aliases)


class Locality(models.Model):
    """A place that people say and that is no district: a quarter, a square, a campus. Search leads it to its district."""

    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="localities",
        verbose_name=_("district"),
        help_text=_("Where it lies; of two districts the one that most people mean."),
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("As it is officially spelt. Case endings are understood by themselves.")
    )
    folded = models.CharField(max_length=80, editable=False)
    aliases = _aliases()
    ambiguous = models.BooleanField(
        _("ambiguous"),
        default=False,
        help_text=_("An everyday word, or also a name of places elsewhere: it counts only beside its district or province."),
    )
    updated_at = models.DateTimeField(auto_now=True)  # the lexicon of search looks for the newest

    class Meta:
        verbose_name = _("locality")
        verbose_name_plural = _("localities")
        ordering: ClassVar = ["folded", "district"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "folded"],
                name="locality_once_a_district",
                violation_error_message=_("This district already has a locality of this name."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.district.name})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = analysis.fold(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(self.name.split())
        self.folded = analysis.fold(self.name)
        if self.name and not analysis.tokens(self.name):
            raise ValidationError({"name": _("Write a name.")})

    @property
    def names(self) -> tuple[str, ...]:
        return _spellings(self.name, self.aliases)

"""Provinces and districts of Türkiye, as shipped in directory/data; editors may correct them."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Province(models.Model):
    """A province (il)."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("Licence plate code, such as 35."))
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    region_tr = models.CharField(_("region"), max_length=60)
    region_en = models.CharField(_("region in English"), max_length=60)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    updated_at = models.DateTimeField(auto_now=True)  # the lexicon of search looks for the newest

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("province", args=[self.slug])


class District(models.Model):
    """A district (ilçe) of a province."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="districts", verbose_name=_("province"))
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("slug"), max_length=60)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
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

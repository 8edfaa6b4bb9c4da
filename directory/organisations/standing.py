"""What is known about an organisation outside its revisions: its addresses, its standing, keys that are no longer in use."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.organisations.choices import Basis
from directory.organisations.models import Organisation


class Standing(models.Model):
    """One row an organisation: on whose word the profile stands, and what became of it."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    basis = models.CharField(_("basis"), max_length=15, choices=Basis.choices, default=Basis.EDITOR)
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_date = models.DateField(_("date of the source"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    merged_into = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.get_basis_display()}"

    @property
    def source(self) -> str:
        """The source as everybody may read it. Early imports kept the name of their file, which tells nobody anything."""
        return "" if self.basis == Basis.IMPORT and self.source_title.endswith((".jsonl", ".ndjson")) else self.source_title


class Address(models.Model):
    """A slug under /kuruluslar/. Never given to another organisation, even after its own is removed."""

    slug = models.SlugField(max_length=110, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="addresses")
    current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("address of a profile")
        verbose_name_plural = _("addresses of profiles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], condition=models.Q(current=True), name="address_one_current")
        ]

    def __str__(self) -> str:
        return self.slug


class RetiredKey(models.Model):
    """The key of a removed organisation: reserved, answered with 410."""

    key = models.CharField(max_length=100, unique=True)
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("key of a removed organisation")
        verbose_name_plural = _("keys of removed organisations")

    def __str__(self) -> str:
        return self.key

"""What somebody who reads about violence may need at once: a way out of the page, and the emergency numbers an editor keeps."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

WEATHER = "https://www.mgm.gov.tr/"  # the public weather service: a page anybody may have been reading
# Announced by the ministries that answer them (Family and Social Services; Health, on 21 November 2022). An editor dates them.
SHIPPED = (
    ("112", "Acil Çağrı Merkezi: polis, jandarma, ambulans", "Emergency calls: police, gendarmerie, ambulance"),
    ("183", "Sosyal Destek Hattı: şiddet, ihmal ve istismar", "Social support line: violence, neglect and abuse"),
)


@register_setting(icon="warning")
class Safety(ClusterableModel, BaseGenericSetting):
    """The way out and the numbers, shown on rights areas about violence and on the profiles that name one."""

    exit_url = models.URLField(
        _("page the quick exit leads to"),
        default=WEATHER,
        help_text=_("A page that anybody may have been reading. It opens in place of ours, which cannot be gone back to."),
    )
    checked_on = models.DateField(
        _("numbers checked on"),
        null=True,
        blank=True,
        help_text=_("When somebody last made sure that all numbers answer. Readers see the date."),
    )

    class Meta:
        verbose_name = _("safety")
        verbose_name_plural = _("safety")

    panels: ClassVar = [
        FieldPanel("exit_url"),
        InlinePanel("numbers", heading=_("Emergency numbers"), label=_("emergency number"), max_num=8),
        FieldPanel("checked_on"),
    ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class EmergencyNumber(Orderable):
    """A number to call, and who answers it."""

    safety = ParentalKey(Safety, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(
        _("number"),
        max_length=20,
        validators=[RegexValidator(r"^\+?[0-9][0-9 ]{1,18}$", _("Write digits and spaces only, for example 0232 000 00 00."))],
    )
    label = models.CharField(_("who answers"), max_length=100)
    label_en = models.CharField(_("who answers, in English"), max_length=100, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("emergency number")
        verbose_name_plural = _("emergency numbers")

    panels: ClassVar = [FieldRowPanel([FieldPanel("number"), FieldPanel("label"), FieldPanel("label_en")])]

    def __str__(self) -> str:
        return self.number

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")

    @property
    def display_label(self) -> str:
        return self.label_en if get_language() == "en" and self.label_en else self.label

    @property
    def display_label_lang(self) -> str:
        return "en" if get_language() == "en" and self.label_en else "tr"

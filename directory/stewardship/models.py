"""Who may edit what, and what visitors say about a profile."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.organisations.models import Organisation


class Report(models.Model):
    """A visitor's word on a profile: something is wrong, it is theirs, or the organisation does not want to be listed."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("Something is wrong")
        OURS = "ours", _("This is our organisation")
        UNLIST = "unlist", _("We do not want to be listed")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Dealt with")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="reports", verbose_name=_("organisation")
    )
    kind = models.CharField(_("about"), max_length=10, choices=Kind.choices)
    message = models.TextField(_("message"), max_length=2000)
    reply_to = models.EmailField(_("your e-mail address"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("editor's note"), blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    mailed_at = models.DateTimeField(_("mailed to the editors"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dealt with by"),
    )
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)

    class Meta:
        verbose_name = _("report from a visitor")
        verbose_name_plural = _("reports from visitors")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.organisation}"

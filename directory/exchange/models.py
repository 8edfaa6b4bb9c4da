"""Where loaded and imported things come from, and how far an import has got."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.organisations.models import Organisation


class LoadedRecord(models.Model):
    """What a shipped file last said of one thing; loading again compares with it, so that editors' changes stay."""

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    values = models.JSONField(default=dict)
    object_id = models.CharField(max_length=64, blank=True)  # what it became here, even if its slug changes
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="loaded_record_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class ImportRun(models.Model):
    """One import of one file; `done_rows` is the checkpoint a killed run resumes from."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Finished")
        ABANDONED = "abandoned", _("Not finished: the file has changed since")

    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64, db_index=True)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    done_rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class Origin(models.Model):
    """The import an organisation's content came from. `imported` is the row as applied: the baseline of its first revision."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="origin")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="origins")
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    # The content as stored right after the import; differs from the live content once a person has edited it.
    content_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.imported_at:%Y-%m-%d}"

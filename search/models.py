"""Search's own tables: the outbox and its consumers, the vocabulary, the worker's jobs. Documents live in the index."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One object whose document may have changed: written in its transaction, gone when all consumers confirmed."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("search change")
        verbose_name_plural = _("search changes")

    def __str__(self) -> str:
        return f"{self.id} {self.kind}:{self.object_id}"


class Consumer(models.Model):
    """An index that must hear of every change. One whose lease ran out no longer holds rows back and rebuilds on return."""

    name = models.CharField(max_length=64, unique=True)
    engine = models.CharField(max_length=32)
    lease_until = models.DateTimeField()
    needs_rebuild = models.BooleanField(default=False)
    last_drained_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("search consumer")
        verbose_name_plural = _("search consumers")

    def __str__(self) -> str:
        return self.name


class Confirmation(models.Model):
    """A consumer has applied a change; needed only while other consumers have not."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="confirmations")
    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="confirmations")

    class Meta:
        verbose_name = _("confirmation of a search change")
        verbose_name_plural = _("confirmations of search changes")
        constraints = [models.UniqueConstraint(fields=["change", "consumer"], name="search_confirmed_once")]

    def __str__(self) -> str:
        return f"{self.consumer_id}: {self.change_id}"


class Vocabulary(models.Model):
    """A word form that occurs in documents: its lemma, its form with Turkish letters, how many documents hold it."""

    surface = models.CharField(max_length=64, unique=True)  # lower-cased, Turkish letters kept
    folded = models.CharField(max_length=64)
    lemma = models.CharField(max_length=64)
    documents = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(db_index=True)  # readers fetch what is newer than what they hold

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("vocabulary")

    def __str__(self) -> str:
        return self.surface


class JobRun(models.Model):
    """When the worker last ran a job, and how it went; /readyz shows it."""

    name = models.CharField(max_length=64, unique=True)
    ran_at = models.DateTimeField()
    succeeded_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # since the last success

    class Meta:
        verbose_name = _("run of a background job")
        verbose_name_plural = _("runs of background jobs")

    def __str__(self) -> str:
        return f"{self.name}: {self.ran_at:%Y-%m-%d %H:%M:%S}"

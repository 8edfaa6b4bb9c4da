"""Search's own tables: outbox, consumers, refusals, vocabulary, synonyms, counts, jobs. Documents live in the index."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search import analysis

MAX_PHRASE = 5  # words of a phrase of a synonym


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
    compared_at = models.DateTimeField(null=True)  # with the whole database, and mended
    # While its engine takes nothing: since when, how often it was tried, why, and when it is tried again.
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500, default="", blank=True)
    retry_at = models.DateTimeField(null=True)

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


class Refusal(models.Model):
    """An object that is not as it should be in an index: the engine would not take it, or it could not be read.

    Its changes are confirmed, so that it holds up nobody. It goes when the object is written, by a later change or because
    somebody had it queued again.
    """

    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="refusals")
    kind = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    version = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("document a search index refused")
        verbose_name_plural = _("documents a search index refused")
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consumer", "kind", "object_id"], name="search_refused_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}: {self.reason}"


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


class Synonym(models.Model):
    """Other words for a word: who types one of `words` also means `means`; two-way: any of both lists means all the others."""

    class Relation(models.TextChoices):
        TWO_WAY = "two_way", _("both ways")
        ONE_WAY = "one_way", _("one way")
        HIDDEN = "hidden", _("hidden")

    words = models.CharField(_("typed words"), max_length=500, help_text=_("Words or phrases, separated by commas."))
    means = models.CharField(
        _("meant words"),
        max_length=500,
        help_text=_("What is searched too. Words or phrases as profiles say them, separated by commas."),
    )
    relation = models.CharField(
        _("direction"),
        max_length=10,
        choices=Relation.choices,
        default=Relation.ONE_WAY,
        help_text=_("Hidden: one way, and the typed words are never shown or suggested."),
    )
    lang = models.CharField(_("language"), max_length=2, choices=[("tr", _("Turkish")), ("en", _("English"))], default="tr")
    weak = models.BooleanField(_("weak"), default=False, help_text=_("Orders results a little, finds nothing by itself."))
    folded = models.TextField(editable=False, default="")  # both lists, for the search in the admin
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("word synonym")
        verbose_name_plural = _("word synonyms")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.words} → {self.means}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = self.fold()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        problems = {}
        for name in ("words", "means"):
            phrases = [" ".join(part.split()) for part in str(getattr(self, name)).split(",")]
            phrases = list(dict.fromkeys(phrase for phrase in phrases if phrase))
            setattr(self, name, ", ".join(phrases))
            if problem := _phrases_problem(phrases):
                problems[name] = problem
        if problems:
            raise ValidationError(problems)
        if self.lang == "tr" and analysis.fold(self.words) == analysis.fold(self.means):
            raise ValidationError({"means": _("Write other words than the typed ones.")})

    def fold(self) -> str:
        """Return both lists as the admin's search compares them; bulk writers set `folded` to it themselves."""
        return analysis.fold(f"{self.words}, {self.means}")


def _phrases_problem(phrases: list[str]) -> str:
    """Return what is wrong with the phrases of a synonym, '' for nothing."""
    if not phrases:
        return str(_("Write at least one word."))
    for phrase in phrases:
        words = analysis.tokens(phrase)
        if not words:
            return str(_("“%(phrase)s” has no letter.") % {"phrase": phrase})
        if len(words) > MAX_PHRASE:
            told = _("“%(phrase)s” is too long. Write at most %(limit)d words in a row, and commas between phrases.")
            return str(told % {"phrase": phrase, "limit": MAX_PHRASE})
    return ""


class QueryCount(models.Model):
    """How often a question was asked on a day, and how often nothing or nothing fitting was found. Nobody is recorded."""

    day = models.DateField()
    text = models.CharField(max_length=100)  # folded words, one space between
    lang = models.CharField(max_length=2, default="tr")
    asked = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)  # nothing was found
    inexact = models.PositiveIntegerField(default=0)  # something was found, nothing fitted all that was understood

    class Meta:
        verbose_name = _("count of a question")
        verbose_name_plural = _("counts of questions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "text", "lang"], name="search_query_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.text}: {self.asked}"


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

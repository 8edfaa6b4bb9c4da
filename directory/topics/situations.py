"""Everyday situations that lead to rights areas, as editors write them in the notation of `search.notation`."""

import hashlib
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.topics.models import Topic
from search import analysis, notation

LANGUAGES = [("tr", _("Turkish")), ("en", _("English"))]


class SituationSet(models.Model):
    """Words that patterns name with "@": who it happens to, who does it, what is sought. One set a language and name."""

    name = models.SlugField(
        _("name"),
        max_length=40,
        help_text=_("Patterns write it with “@” in front: @patron. It stays as it is."),
    )
    lang = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="tr")
    words = models.TextField(_("words"), max_length=3000, help_text=_("Separated by spaces, in the notation of the patterns."))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("set of words")
        verbose_name_plural = _("sets of words")
        ordering: ClassVar = ["lang", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lang", "name"],
                name="situation_set_once",
                violation_error_message=_("This language has a set of this name already."),
            )
        ]

    def __str__(self) -> str:
        return f"@{self.name} ({self.lang})"

    def clean(self) -> None:
        super().clean()
        self.words = " ".join(self.words.split())
        self.name = analysis.token_text(self.name)
        try:
            notation.parse_words(self.words, lang=self.lang)
        except notation.NotationError as error:
            raise ValidationError({"words": str(error)}) from error

    def uses(self) -> int:
        """Return how many patterns name the set."""
        texts = Situation.objects.filter(lang=self.lang, text__contains="@").values_list("text", flat=True)
        return sum(self.name in notation.names_in(text) for text in texts)


class Situation(models.Model):
    """One pattern. `also`: slugs of rights areas that fit less surely; one that is gone is passed over."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="situations", verbose_name=_("rights area"))
    text = models.CharField(_("pattern"), max_length=notation.MAX_LENGTH, help_text=_("What is said: “@patron maaş ödeme-”."))
    lang = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="tr")
    also = models.JSONField(_("also"), default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("everyday situation")
        verbose_name_plural = _("everyday situations")
        ordering: ClassVar = ["topic_id", "lang", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic", "lang", "text"],
                name="situation_once",
                violation_error_message=_("This rights area already has this pattern."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        self.text = " ".join(self.text.split())
        # A set that is not there is said by parse(); none is named, none is looked up.
        names = set(SituationSet.objects.filter(lang=self.lang).values_list("name", flat=True)) if "@" in self.text else set()
        try:
            notation.parse(self.text, lang=self.lang, names=names)
        except notation.NotationError as error:
            raise ValidationError({"text": str(error)}) from error

    @property
    def fingerprint(self) -> str:
        """The pattern in a few letters, for keys that have no room for it."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

"""Rights areas (Topic: controlled) and keywords (Keyword: free), both taggit tags with tag models of their own."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from search import analysis


class TopicGroup(models.Model):
    """One of the five families of rights areas; its slug also names the shape and colour of a share."""

    slug = models.SlugField(_("slug"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("group of rights areas")
        verbose_name_plural = _("groups of rights areas")
        ordering: ClassVar = ["order", "slug"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class Topic(TagBase):
    """A rights area (hak alanı). `name` is the Turkish label, `slug` the permanent value."""

    free_tagging = False

    group = models.ForeignKey(TopicGroup, on_delete=models.PROTECT, related_name="topics", verbose_name=_("group"))
    name_en = models.CharField(_("name in English"), max_length=100)
    description = models.TextField(_("description"), blank=True, max_length=500)
    description_en = models.TextField(_("description in English"), blank=True, max_length=500)
    easy_read = models.TextField(_("easy to read"), blank=True, max_length=2000)
    easy_read_en = models.TextField(_("easy to read, in English"), blank=True, max_length=2000)
    icnptso = models.CharField(_("ICNP/TSO code"), max_length=10, blank=True)
    sdg = models.PositiveSmallIntegerField(_("Sustainable Development Goal"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    protects_addresses = models.BooleanField(
        _("addresses are shown as district only"),
        default=False,
        help_text=_("For groups at risk: a new place of an organisation in this rights area shows only its district."),
    )
    updated_at = models.DateTimeField(auto_now=True)  # the lexicon of search looks for the newest

    class Meta:
        verbose_name = _("rights area")
        verbose_name_plural = _("rights areas")
        ordering: ClassVar = ["group__order", "order", "slug"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the active language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def display_easy_read(self) -> str:
        return self.easy_read_en if self.display_easy_read_lang == "en" else self.easy_read

    @property
    def display_easy_read_lang(self) -> str:
        return "en" if get_language() == "en" and self.easy_read_en else "tr"

    def slugify(self, tag: str, i: int | None = None) -> str:
        base = analysis.slug(tag) or "hak-alani"
        return f"{base}-{i}" if i else base

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class TopicSynonym(models.Model):
    """A word or phrase by which people look for a rights area.

    Two-way: another word for the area, shown with it. One-way: a narrower or everyday word that leads to it and does not
    describe it. Hidden: matched, never shown or suggested. Weak: said by the way more often than meant; it orders only.
    """

    class Relation(models.TextChoices):
        TWO_WAY = "two_way", _("both ways")
        ONE_WAY = "one_way", _("one way")
        HIDDEN = "hidden", _("hidden")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="synonyms", verbose_name=_("rights area"))
    term = models.CharField(_("word or phrase"), max_length=100)
    folded = models.CharField(max_length=100, editable=False)
    lang = models.CharField(_("language"), max_length=2, choices=[("tr", _("Turkish")), ("en", _("English"))], default="tr")
    relation = models.CharField(_("direction"), max_length=10, choices=Relation.choices, default=Relation.TWO_WAY)
    weak = models.BooleanField(_("weak"), default=False, help_text=_("Orders results a little, finds nothing by itself."))
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Why a word is hidden."))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic", "folded"],
                name="topic_synonym_once",
                violation_error_message=_("This rights area already has this word."),
            )
        ]

    def __str__(self) -> str:
        return self.term

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = analysis.fold(self.term)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.term = " ".join(self.term.split())
        self.folded = analysis.fold(self.term)

    @property
    def hidden(self) -> bool:
        return self.relation == self.Relation.HIDDEN


class KeywordQuerySet(models.QuerySet["Keyword"]):
    """Finds a keyword whatever its case and letters, and through the words merged into it."""

    def resolve(self, names: Iterable[str]) -> dict[str, "Keyword"]:
        """Return the existing keyword of each name, by the name as given; names nobody has used are missing."""
        by_folded = {name: analysis.fold(name) for name in names}
        wanted = set(by_folded.values())
        found = {keyword.folded: keyword for keyword in self.filter(folded__in=wanted)}
        for merged in KeywordSynonym.objects.using(self.db).filter(folded__in=wanted).select_related("keyword"):
            found.setdefault(merged.folded, merged.keyword)
        return {name: found[folded] for name, folded in by_folded.items() if folded in found}

    def get_or_create(self, defaults: Any = None, **kwargs: Any) -> tuple["Keyword", bool]:
        """As Django's, but a name is looked up folded: taggit would otherwise make Çevre, çevre and ÇEVRE three."""
        name = kwargs.get("name")
        if name is not None and (existing := self.resolve([name]).get(name)):
            return existing, False
        if name is not None:
            kwargs = {**kwargs, "folded": analysis.fold(name)}
            del kwargs["name"]
            defaults = {**(defaults or {}), "name": name}
        return super().get_or_create(defaults, **kwargs)


class Keyword(TagBase):
    """A free tag; one row however it is spelt."""

    free_tagging = True

    folded = models.CharField(max_length=100, unique=True, editable=False)

    objects = KeywordQuerySet.as_manager()

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering: ClassVar = ["folded"]

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(self.name.split())
        self.folded = analysis.fold(self.name)
        if not self.folded.strip():
            raise ValidationError({"name": _("Write a word.")})
        same = Keyword.objects.resolve([self.name]).get(self.name)
        if same is not None and same.pk != self.pk:
            raise ValidationError({"name": _("“%(name)s” is the same word. Merge the two instead.") % {"name": same.name}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = analysis.fold(self.name)
        super().save(*args, **kwargs)

    def slugify(self, tag: str, i: int | None = None) -> str:
        base = analysis.slug(tag, max_length=90) or "kelime"
        return f"{base}-{i}" if i else base


class KeywordSynonym(models.Model):
    """The word a keyword was called before it was merged into another."""

    keyword = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="synonyms", verbose_name=_("keyword"))
    term = models.CharField(_("word"), max_length=100)
    folded = models.CharField(max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("merged keyword")
        verbose_name_plural = _("merged keywords")
        ordering: ClassVar = ["folded"]

    def __str__(self) -> str:
        return self.term

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = analysis.fold(self.term)
        super().save(*args, **kwargs)

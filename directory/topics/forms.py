"""Forms of rights areas and keywords in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.organisations.fields import LinesFormField
from directory.topics import services
from directory.topics.models import Keyword, Topic, TopicSynonym
from directory.wording.tried import TriedForm
from search import analysis

TWO_WAY, ONE_WAY, HIDDEN = TopicSynonym.Relation.TWO_WAY, TopicSynonym.Relation.ONE_WAY, TopicSynonym.Relation.HIDDEN
# Field name -> (language, direction, weak) of the synonyms it holds.
SYNONYM_FIELDS = {
    "synonyms_tr": ("tr", TWO_WAY, False),
    "synonyms_en": ("en", TWO_WAY, False),
    "narrower_tr": ("tr", ONE_WAY, False),
    "narrower_en": ("en", ONE_WAY, False),
    "everyday_tr": ("tr", ONE_WAY, True),
    "everyday_en": ("en", ONE_WAY, True),
    "hidden_tr": ("tr", HIDDEN, False),
    "hidden_en": ("en", HIDDEN, False),
}


def _words(label: Any, help_text: Any) -> LinesFormField:
    return LinesFormField(
        label=label,
        help_text=help_text,
        max_items=500,
        item_length=100,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class TopicForm(TriedForm):
    """A rights area with the words by which people look for it, one a line."""

    synonyms_tr = _words(_("Turkish synonyms"), _("One a line. People who type them find this rights area."))
    synonyms_en = _words(_("English synonyms"), _("One a line."))
    narrower_tr = _words(
        _("Narrower words, Turkish"),
        _("One a line. They lead to this rights area and do not describe it: an illness, a law, an institution."),
    )
    narrower_en = _words(_("Narrower words, English"), _("One a line."))
    everyday_tr = _words(
        _("Everyday words, Turkish"),
        _("One a line. How people tell it; a single word orders results and finds nothing by itself."),
    )
    everyday_en = _words(_("Everyday words, English"), _("One a line."))
    hidden_tr = _words(_("Hidden words, Turkish"), _("One a line. Found when typed, never shown: dated or derogatory words."))
    hidden_en = _words(_("Hidden words, English"), _("One a line."))

    class Meta(TriedForm.Meta):
        model = Topic
        fields = (
            "name",
            "name_en",
            "group",
            "order",
            "description",
            "description_en",
            "easy_read",
            "easy_read_en",
            "icnptso",
            "sdg",
            "protects_addresses",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = list(self.instance.synonyms.all())
            for field, kind in SYNONYM_FIELDS.items():
                self.initial[field] = [row.term for row in rows if (row.lang, row.relation, row.weak) == kind]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen: set[str] = set()
        for field in SYNONYM_FIELDS:
            for term in cleaned.get(field) or []:
                folded = analysis.fold(term)
                if folded in seen:
                    self.add_error(field, _("“%(term)s” is written twice. Remove one.") % {"term": term})
                    break
                seen.add(folded)
        return cleaned

    def rows(self) -> list[TopicSynonym]:
        """Return the words of all boxes as synonyms that are not saved."""
        return [
            TopicSynonym(topic=self.instance, term=term, lang=lang, relation=relation, weak=weak)
            for field, (lang, relation, weak) in SYNONYM_FIELDS.items()
            for term in self.cleaned_data.get(field) or []
        ]

    def fresh_terms(self) -> list[str]:
        """Return the words that no box held before."""
        before = {term for field in SYNONYM_FIELDS for term in self.initial.get(field) or []}
        return [row.term for row in self.rows() if row.term not in before]

    def save(self, commit: bool = True) -> Topic:
        topic: Topic = super().save(commit=commit)
        if commit:
            # Words that left one box may have entered another: first take away, then add.
            for final in (False, True):
                for field, (lang, relation, weak) in SYNONYM_FIELDS.items():
                    terms = self.cleaned_data[field]
                    kept = terms if final else [t for t in terms if t in (self.initial.get(field) or [])]
                    services.write_synonyms(topic=topic, lang=lang, relation=relation, weak=weak, terms=kept)
        return topic


class MergeForm(forms.Form):
    """Into which keyword: typed, found whatever its case and letters."""

    target = forms.CharField(
        label=_("Merge into"), max_length=100, help_text=_("The keyword that stays. Type it as it stands in the list.")
    )

    def __init__(self, *args: Any, source: Keyword, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_target(self) -> Keyword:
        name = " ".join(self.cleaned_data["target"].split())
        target = Keyword.objects.resolve([name]).get(name)
        if target is None:
            raise forms.ValidationError(_("There is no keyword “%(name)s”. Choose one from the list.") % {"name": name})
        if target.pk == self.source.pk:
            raise forms.ValidationError(_("Choose another keyword: a keyword cannot be merged into itself."))
        return target


class PromoteForm(forms.Form):
    """Which rights area the word stands for."""

    topic = forms.ModelChoiceField(label=_("Rights area"), queryset=Topic.objects.select_related("group"))

"""Forms of synonyms and situations in the admin, and of the desk where a failed question is mended."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from directory.topics.models import Topic, TopicSynonym
from directory.topics.situations import Situation, SituationSet
from directory.wording.tried import TriedForm
from search.models import Synonym


class SynonymForm(TriedForm):
    class Meta(TriedForm.Meta):
        model = Synonym
        fields = ("words", "means", "relation", "lang", "weak")


class SituationForm(TriedForm):
    """A pattern; the rights areas that fit less surely are ticked."""

    also = forms.MultipleChoiceField(
        label=_("Fits less surely, too"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Rarely needed.")
    )

    class Meta(TriedForm.Meta):
        model = Situation
        fields = ("topic", "text", "lang", "also")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.order_by("name")
        self.fields["also"].choices = [(topic.slug, topic.label) for topic in topics]


class SituationSetForm(TriedForm):
    class Meta(TriedForm.Meta):
        model = SituationSet
        fields = ("name", "lang", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # patterns name it
            self.fields["name"].disabled = True
            self.fields["lang"].disabled = True


class MendForm(forms.Form):
    """Which words of a question stand for what: a rights area, or words that profiles use."""

    phrase = forms.CharField(
        label=_("Words of the question"),
        max_length=100,
        help_text=_("Keep only what was not understood: a word or a short phrase, without endings."),
    )
    topic = forms.ModelChoiceField(
        label=_("They lead to this rights area"), queryset=Topic.objects.order_by("name"), required=False, empty_label="–"
    )
    means = forms.CharField(
        label=_("Or they mean these words"),
        max_length=200,
        required=False,
        help_text=_("As profiles say it, separated by commas."),
    )
    lang = forms.ChoiceField(label=_("Language"), choices=[("tr", _("Turkish")), ("en", _("English"))], initial="tr")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if bool(cleaned.get("topic")) == bool(cleaned.get("means")):
            raise ValidationError(_("Choose a rights area or write words that profiles use: one of the two."))
        self.row = self._row(cleaned)
        try:
            self.row.full_clean()
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return cleaned

    def _row(self, cleaned: dict[str, Any]) -> TopicSynonym | Synonym:
        if topic := cleaned["topic"]:
            return TopicSynonym(
                topic=topic, term=cleaned["phrase"], lang=cleaned["lang"], relation=TopicSynonym.Relation.ONE_WAY
            )
        return Synonym(words=cleaned["phrase"], means=cleaned["means"], lang=cleaned["lang"])

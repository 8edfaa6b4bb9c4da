"""Word synonyms, everyday situations and their sets of words in the admin; what a form would change is tried before saving."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from directory.topics.situations import Situation, SituationSet
from directory.topics.viewsets import GuardedDeleteView, SearchableIndexView
from directory.wording.forms import SituationForm, SituationSetForm, SynonymForm
from directory.wording.tried import TriedViewSet
from search import analysis
from search.models import Synonym


class SynonymIndexView(SearchableIndexView):
    default_ordering = "folded"

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "words",
            Column("means", label=_("Meant words")),
            Column("relation", label=_("Direction"), accessor="get_relation_display"),
            Column("lang", label=_("Language"), accessor="get_lang_display"),
            BooleanColumn("weak", label=_("Weak")),
        ]

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        return queryset.filter(folded__contains=folded)


class SynonymViewSet(TriedViewSet):
    model = Synonym
    name = "word_synonym"
    url_prefix = "word-synonyms"
    url_namespace = "word_synonym"
    icon = "link"
    menu_label = gettext_lazy("Word synonyms")
    index_view_class = SynonymIndexView
    list_filter = ("relation", "lang", "weak")
    edit_handler = ObjectList(
        [
            FieldPanel("words"),
            FieldPanel("means"),
            FieldRowPanel([FieldPanel("relation"), FieldPanel("lang"), FieldPanel("weak")]),
            FieldPanel("questions"),
        ],
        base_form_class=SynonymForm,
    )

    def own_questions(self, form: Any) -> Iterable[str]:
        return form.instance.words.split(", ")


class SituationIndexView(SearchableIndexView):
    default_ordering = ("topic__name", "lang", "pk")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "text",
            Column("topic", label=_("Rights area"), accessor="topic.label", sort_key="topic__name"),
            Column("lang", label=_("Language"), accessor="get_lang_display"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return Situation.objects.select_related("topic")

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        hits = [pk for pk, text in queryset.values_list("pk", "text") if folded in analysis.fold(text)]
        return queryset.filter(pk__in=hits)


class SituationViewSet(TriedViewSet):
    model = Situation
    name = "situation"
    url_prefix = "situations"
    url_namespace = "situation"
    icon = "comment"
    menu_label = gettext_lazy("Everyday situations")
    index_view_class = SituationIndexView
    list_filter = ("topic", "lang")
    edit_handler = ObjectList(
        [
            FieldPanel("text"),
            HelpPanel(template="directory/admin/notation_help.html", heading=gettext_lazy("How a pattern is written")),
            FieldRowPanel([FieldPanel("topic"), FieldPanel("lang")]),
            FieldPanel("questions"),
            FieldPanel("also"),
        ],
        base_form_class=SituationForm,
    )


class SituationSetIndexView(SearchableIndexView):
    default_ordering = ("lang", "name")

    @cached_property
    def list_display(self) -> list[Any]:
        return ["name", Column("words", label=_("Words")), Column("lang", label=_("Language"), accessor="get_lang_display")]

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        return queryset.filter(Q(name__contains=folded) | Q(words__icontains=folded))


class SituationSetDeleteView(GuardedDeleteView):
    def refusal(self) -> str | None:
        if uses := self.object.uses():
            return _("%(count)d patterns name this set. Change them first.") % {"count": uses}
        return None

    def remove(self) -> None:
        if sentence := self.refusal():
            raise ValidationError(sentence)
        self.object.delete()


class SituationSetViewSet(TriedViewSet):
    model = SituationSet
    name = "situation_set"
    url_prefix = "situation-sets"
    url_namespace = "situation_set"
    icon = "list-ul"
    menu_label = gettext_lazy("Sets of words")
    index_view_class = SituationSetIndexView
    delete_view_class = SituationSetDeleteView
    list_filter = ("lang",)
    edit_handler = ObjectList(
        [FieldRowPanel([FieldPanel("name"), FieldPanel("lang")]), FieldPanel("words"), FieldPanel("questions")],
        base_form_class=SituationSetForm,
    )

"""Rights areas, their groups and keywords in the admin. Counts are of public organisations only."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, ProtectedError, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from directory.easy_read import HELP as EASY_HELP
from directory.organisations.models import Organisation
from directory.topics import keyword_views, services
from directory.topics.forms import TopicForm
from directory.topics.models import Keyword, Topic, TopicGroup
from directory.wording import trials
from directory.wording.tried import TriedViewSet
from search import analysis
from search.understanding import Knowledge


def with_public_count(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate `used`: how many public organisations carry the tag."""
    public = Q(tagged_organisations__content_object__in=Organisation.objects.public())
    return queryset.annotate(used=Count("tagged_organisations", filter=public, distinct=True))


class SearchableIndexView(generic.IndexView):
    """A list whose search box asks `found()`, folded."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        return self.found(queryset, analysis.fold(self.search_query[:100].replace("\x00", "")).strip())

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        raise NotImplementedError


class GuardedDeleteView(generic.DeleteView):
    """Deletes by a service; what it refuses is said in a sentence, before and after the button."""

    def get_usage_url(self) -> None:
        return None

    def remove(self) -> None:
        raise NotImplementedError

    def refusal(self) -> str | None:
        return None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sentence := self.refusal():
            return self._refused(sentence)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.remove()
        except ValidationError as error:
            return self._refused(" ".join(error.messages))
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())

    def _refused(self, sentence: str) -> HttpResponse:
        messages.error(self.request, sentence)
        return redirect(reverse(self.edit_url_name, args=[self.object.pk]))


class TopicIndexView(SearchableIndexView):
    default_ordering = ("group__order", "order", "slug")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("name_en", label=_("English"), sort_key="name_en"),
            Column("group", label=_("Group"), accessor="group.label"),
            Column("synonyms", label=_("Synonyms"), accessor=lambda topic: len(topic.synonyms.all())),
            NumberColumn("used", label=_("Public organisations"), sort_key="used"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_public_count(Topic.objects.select_related("group").prefetch_related("synonyms"))

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        hits = [
            topic.pk
            for topic in Topic.objects.prefetch_related("synonyms")
            if folded in analysis.fold(" ".join([topic.name, topic.name_en, *(s.term for s in topic.synonyms.all())]))
        ]
        return queryset.filter(pk__in=hits)


class TopicDeleteView(GuardedDeleteView):
    def refusal(self) -> str | None:
        if count := services.topic_users(self.object):
            return services.topic_in_use(self.object, count)
        return None

    def remove(self) -> None:
        services.remove_topic(topic=self.object, user=self.request.user)


class TopicViewSet(TriedViewSet):
    model = Topic
    name = "topic"
    url_prefix = "rights-areas"
    url_namespace = "rights_area"
    icon = "tag"
    menu_label = gettext_lazy("Rights areas")
    index_view_class = TopicIndexView
    delete_view_class = TopicDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
                    FieldRowPanel([FieldPanel("group"), FieldPanel("order")]),
                ],
                heading=gettext_lazy("Name"),
            ),
            FieldPanel("protects_addresses"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("synonyms_tr"), FieldPanel("synonyms_en")]),
                    FieldRowPanel([FieldPanel("narrower_tr"), FieldPanel("narrower_en")]),
                    FieldRowPanel([FieldPanel("everyday_tr"), FieldPanel("everyday_en")]),
                    FieldRowPanel([FieldPanel("hidden_tr"), FieldPanel("hidden_en")]),
                ],
                heading=gettext_lazy("By which words people look for it"),
            ),
            FieldPanel("questions"),
            FieldPanel("description"),
            FieldPanel("description_en"),
            FieldPanel("easy_read", help_text=EASY_HELP),
            FieldPanel("easy_read_en"),
            FieldRowPanel([FieldPanel("icnptso"), FieldPanel("sdg")]),
        ],
        base_form_class=TopicForm,
    )

    def knowledge(self, form: Any) -> Knowledge:
        return trials.knowledge_of_topic(form.instance, form.rows())

    def own_questions(self, form: Any) -> list[str]:
        return [term for term in form.fresh_terms() if term]


class GroupDeleteView(GuardedDeleteView):
    def remove(self) -> None:
        try:
            self.object.delete()
        except ProtectedError as error:
            raise ValidationError(_("Rights areas belong to this group. Move them to another one first.")) from error


class TopicGroupViewSet(ModelViewSet):
    model = TopicGroup
    name = "topicgroup"
    url_prefix = "rights-area-groups"
    url_namespace = "rights_area_group"
    icon = "list-ul"
    menu_label = gettext_lazy("Groups")
    delete_view_class = GroupDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ("name", "name_en", "order")
    ordering = ("order", "slug")
    panels = (FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug"), FieldPanel("order"))


class KeywordIndexView(SearchableIndexView):
    default_ordering = "folded"

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column(
                "synonyms",
                label=_("Also written"),
                accessor=lambda keyword: ", ".join(synonym.term for synonym in keyword.synonyms.all()),
            ),
            NumberColumn("used", label=_("Public organisations"), sort_key="used"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return with_public_count(Keyword.objects.prefetch_related("synonyms"))

    def found(self, queryset: QuerySet[Any], folded: str) -> QuerySet[Any]:
        return queryset.filter(Q(folded__contains=folded) | Q(synonyms__folded__contains=folded))

    def get_list_more_buttons(self, instance: Keyword) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            merge = reverse("keyword:merge", args=[instance.pk])
            promote = reverse("keyword:promote", args=[instance.pk])
            buttons += [
                MenuItem(_("Merge into another"), url=merge, icon_name="link", priority=15),
                MenuItem(_("Make it a synonym of a rights area"), url=promote, icon_name="tag", priority=16),
            ]
        return buttons


class KeywordDeleteView(GuardedDeleteView):
    def remove(self) -> None:
        services.remove_keyword(keyword=self.object, user=self.request.user)


class KeywordViewSet(ModelViewSet):
    model = Keyword
    name = "keyword"
    url_prefix = "keywords"
    url_namespace = "keyword"
    icon = "tag"
    menu_label = gettext_lazy("Keywords")
    index_view_class = KeywordIndexView
    delete_view_class = KeywordDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100
    panels = (FieldPanel("name"),)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("merge/<int:pk>/", keyword_views.merge, name="merge"),
            path("promote/<int:pk>/", keyword_views.promote, name="promote"),
        ]

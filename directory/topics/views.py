"""Rights areas: all of them by group, and one with who works on it, where, and what is needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from directory.easy_read import keep_choice, reading
from directory.organisations.browsing import page_numbers
from directory.organisations.cards import address_rows, cards, organisation_url, place_line, place_rows, shown_places
from directory.organisations.choices import Status
from directory.organisations.models import Organisation, OrganisationTopic
from directory.organisations.rows import Need
from directory.sharing import structured
from directory.topics.models import Topic, TopicGroup, TopicSynonym
from directory.topics.where import where
from search.facets import narrowing
from search.forms import active_language

LIMIT = 24
NEEDS = 6  # on the page of the rights area; all of them have pages of their own
NEEDS_PAGE = 40


@dataclass(frozen=True, slots=True)
class TopicCount:
    topic: Topic
    count: int


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need with the address of the profile and where the organisation is."""

    need: Need
    url: str
    place: str


@dataclass(frozen=True, slots=True)
class GroupOfTopics:
    group: TopicGroup
    topics: tuple[TopicCount, ...]

    @property
    def busiest(self) -> list[TopicCount]:
        """The rights areas somebody works on, the most worked on first."""
        return sorted((t for t in self.topics if t.count), key=lambda t: (-t.count, t.topic.order, t.topic.slug))[:6]


def topic_counts() -> dict[int, int]:
    """Return how many public organisations work on each rights area."""
    public = Organisation.objects.public().values("pk")
    rows = OrganisationTopic.objects.filter(content_object__in=public).order_by().values("tag")
    return dict(rows.annotate(n=Count("content_object", distinct=True)).values_list("tag", "n"))


def topics_by_group() -> list[GroupOfTopics]:
    counts = topic_counts()
    topics = Topic.objects.select_related("group").order_by("group__order", "group__slug", "order", "slug")
    return [
        GroupOfTopics(group=group, topics=tuple(TopicCount(topic, counts.get(topic.pk, 0)) for topic in members))
        for group, members in groupby(topics, key=lambda topic: topic.group)
    ]


def topic_list(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/topics/list.html", {"groups": topics_by_group(), "nav": "topics"})


def open_needs(organisations: Any) -> QuerySet[Need]:
    """Return the current needs of those that have not closed: those that end soonest first, then the newest, in turns.

    In turns: one need of each organisation before the second of any.
    """
    current = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    soonest = F("until").asc(nulls_last=True)
    turn = Window(RowNumber(), partition_by="organisation_id", order_by=[soonest, "sort_order", "pk"])
    return (
        Need.objects.filter(current, organisation__in=organisations.exclude(status=Status.CLOSED).order_by().values("pk"))
        .annotate(turn=turn)
        .select_related("organisation")
        .prefetch_related(
            Prefetch("organisation__addresses", address_rows(), to_attr="current_addresses"),
            Prefetch("organisation__places", place_rows()),
        )
        .order_by(soonest, "turn", F("organisation__last_published_at").desc(nulls_last=True), "-organisation_id", "pk")
    )


def need_rows(needs: Iterable[Need]) -> list[NeedRow]:
    return [
        NeedRow(need, organisation_url(need.organisation), place_line(need.organisation, shown_places(need.organisation)))
        for need in needs
    ]


def typeset(term: str) -> str:
    """Return a term as it is printed: with typographic apostrophes, and on one line even where it has several words."""
    return term.replace("'", "’").replace(" ", "\u00a0")


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Topic.objects.select_related("group").prefetch_related(
            Prefetch("synonyms", TopicSynonym.objects.filter(relation=TopicSynonym.Relation.TWO_WAY).order_by("id"))
        ),
        slug=slug,
    )
    language = active_language()
    working: Any = Organisation.objects.public().about(found)
    places = where(found, working, lang=language)
    needs = open_needs(working)
    easy = reading(request, found)
    page = render(
        request,
        "directory/topics/topic.html",
        {
            "topic": found,
            "total": places.total,
            "cards": cards(working, limit=LIMIT),
            "has_more": places.total > LIMIT,
            "where": places,
            "needs": need_rows(needs[:NEEDS]),
            "needs_total": needs.count(),
            "narrowing": narrowing(language, without=("district",), topic=found.slug),
            "synonyms": [typeset(synonym.term) for synonym in found.synonyms.all() if synonym.lang == language],
            "nav": "topics",
            "structured": structured.topic(found),
            "easy": easy,
        },
    )
    return keep_choice(request, page, easy)


def topic_needs(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every current need of those who work on the rights area."""
    found = get_object_or_404(Topic.objects.select_related("group"), slug=slug)
    page = Paginator(open_needs(Organisation.objects.public().about(found)), NEEDS_PAGE).get_page(request.GET.get("page"))
    context = {"topic": found, "page": page, "page_numbers": page_numbers(page), "needs": need_rows(page), "nav": "topics"}
    return render(request, "directory/topics/needs.html", context)

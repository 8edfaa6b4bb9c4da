"""Rights areas as things that can be found. Hidden synonyms are understood (`lexicon.py`), never stored with them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from directory.topics.models import Topic, TopicSynonym
from search.types import Name, Passage, SearchDocument


class TopicSource:
    """See `search.registry.Source`."""

    kind = "topic"
    label = _("Rights area")
    plural = _("Rights areas")

    def document(self, object_id: str) -> SearchDocument | None:
        return next(self.documents([object_id]), None)

    def documents(self, object_ids: Iterable[str]) -> Iterator[SearchDocument]:
        ids = [int(object_id) for object_id in object_ids if object_id.isdecimal()]
        return _documents(Topic.objects.filter(pk__in=ids))

    def iter_documents(self) -> Iterator[SearchDocument]:
        return _documents(Topic.objects.all())

    def ids(self) -> Iterator[str]:
        return map(str, Topic.objects.order_by("pk").values_list("pk", flat=True))


def _documents(topics: QuerySet[Any]) -> Iterator[SearchDocument]:
    shown = Prefetch("synonyms", TopicSynonym.objects.filter(relation=TopicSynonym.Relation.TWO_WAY).order_by("id"))
    for topic in topics.select_related("group").prefetch_related(shown).order_by("pk"):
        yield SearchDocument(
            kind=TopicSource.kind,
            object_id=str(topic.pk),
            key=topic.slug,
            path=f"/haklar/{topic.slug}/",
            title={"tr": topic.name, "en": topic.name_en or topic.name},
            summary={"tr": topic.description} | ({"en": topic.description_en} if topic.description_en else {}),
            names=(
                Name(topic.name, "title"),
                *([Name(topic.name_en, "title", "en")] if topic.name_en else []),
                *(Name(synonym.term, "alias", synonym.lang) for synonym in topic.synonyms.all()),
            ),
            passages=tuple(
                Passage(text, "about", lang)
                for text, lang in ((topic.easy_read, "tr"), (topic.easy_read_en, "en"))
                if text.strip()
            ),
            extra={"groups": topic.group.slug},
        )

"""What means a rights area: labels in both languages, synonyms, hidden ones (never shown), everyday situations."""

from collections.abc import Iterator, Mapping

from django.db import models
from django.db.models import Count, Max

from directory.topics.models import Topic, TopicSynonym
from directory.topics.situations import Situation, SituationSet
from search.registry import Concept, Meant, Pattern, Term

ALSO = 0.7  # weight of a rights area that fits a situation, too


def _version(*tables: type[models.Model]) -> str:
    stamps = [table._default_manager.aggregate(n=Count("pk"), newest=Max("updated_at")) for table in tables]
    return " ".join(f"{stamp['n']}@{stamp['newest']}" for stamp in stamps)


def _concept(topic: Topic) -> Concept:
    labels = {"tr": topic.name, "en": topic.name_en or topic.name}
    return Concept(kind="topic", facet="topic", value=topic.slug, labels=labels)


class TopicLexicon:
    """See `search.registry.Lexicon`."""

    name = "topics"

    def version(self) -> str:
        return _version(Topic, TopicSynonym)

    def terms(self) -> Iterator[Term]:
        for topic in Topic.objects.prefetch_related("synonyms").order_by("pk"):
            concept = _concept(topic)
            yield Term(topic.name, concept, label=True)
            if topic.name_en:
                yield Term(topic.name_en, concept, lang="en", label=True)
            for synonym in topic.synonyms.all():
                # One everyday word is said by the way as often as it is meant; a phrase of them is not.
                weak = synonym.weak and len(synonym.term.split()) == 1
                yield Term(synonym.term, concept, lang=synonym.lang, hidden=synonym.hidden, weak=weak)


class TopicSituations:
    """See `search.registry.Situations`."""

    name = "topics"

    def version(self) -> str:
        return _version(Topic, SituationSet, Situation)

    def classes(self) -> Mapping[tuple[str, str], str]:
        return {(lang, name): words for lang, name, words in SituationSet.objects.values_list("lang", "name", "words")}

    def patterns(self) -> Iterator[Pattern]:
        concepts = {topic.pk: _concept(topic) for topic in Topic.objects.all()}
        by_slug = {concept.value: concept for concept in concepts.values()}
        rows = Situation.objects.order_by("pk").values_list("pk", "topic_id", "text", "lang", "also")
        for pk, topic_id, text, lang, also in rows.iterator(chunk_size=2000):
            meant = [Meant(concepts[topic_id])]
            meant += [Meant(by_slug[slug], ALSO) for slug in also if slug in by_slug]
            yield Pattern(id=str(pk), text=text, concepts=tuple(meant), lang=lang)

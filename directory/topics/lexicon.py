"""What means a rights area: labels in both languages, synonyms, hidden ones (never shown), everyday situations."""

from collections.abc import Iterable, Iterator, Mapping

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
            yield from topic_terms(topic, topic.synonyms.all())


def topic_terms(topic: Topic, synonyms: Iterable[TopicSynonym]) -> Iterator[Term]:
    """Yield what means a rights area: its labels and these synonyms, saved or not."""
    concept = _concept(topic)
    yield Term(topic.name, concept, label=True)
    if topic.name_en:
        yield Term(topic.name_en, concept, lang="en", label=True)
    for synonym in synonyms:
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
        for row in Situation.objects.order_by("pk").iterator(chunk_size=2000):
            yield _pattern(row, concepts[row.topic_id], by_slug)


def pattern_of(situation: Situation) -> Pattern:
    """Return a situation, saved or not, as it is compiled."""
    by_slug = {topic.slug: _concept(topic) for topic in Topic.objects.filter(slug__in=situation.also)}
    return _pattern(situation, _concept(situation.topic), by_slug)


def _pattern(row: Situation, concept: Concept, by_slug: Mapping[str, Concept]) -> Pattern:
    also = (Meant(by_slug[slug], ALSO) for slug in row.also if slug in by_slug)
    return Pattern(id=str(row.pk or ""), text=row.text, concepts=(Meant(concept), *also), lang=row.lang)

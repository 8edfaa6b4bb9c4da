"""Words that mean a rights area: labels in both languages, synonyms, and hidden synonyms, which are never shown."""

from collections.abc import Iterator

from django.db.models import Count, Max

from directory.topics.models import Topic, TopicSynonym
from search.registry import Concept, Term


class TopicLexicon:
    """See `search.registry.Lexicon`."""

    name = "topics"

    def version(self) -> str:
        stamps = [model.objects.aggregate(n=Count("pk"), newest=Max("updated_at")) for model in (Topic, TopicSynonym)]
        return " ".join(f"{stamp['n']}@{stamp['newest']}" for stamp in stamps)

    def terms(self) -> Iterator[Term]:
        for topic in Topic.objects.prefetch_related("synonyms").order_by("pk"):
            labels = {"tr": topic.name, "en": topic.name_en or topic.name}
            concept = Concept(kind="topic", facet="topic", value=topic.slug, labels=labels)
            yield Term(topic.name, concept, label=True)
            if topic.name_en:
                yield Term(topic.name_en, concept, lang="en", label=True)
            for synonym in topic.synonyms.all():
                # One everyday word is said by the way as often as it is meant; a phrase of them is not.
                weak = synonym.weak and len(synonym.term.split()) == 1
                yield Term(synonym.term, concept, lang=synonym.lang, hidden=synonym.hidden, weak=weak)

"""Rows that are not saved yet -> what search would know with them, and the questions worth trying."""

from collections.abc import Iterable

from directory.topics.lexicon import pattern_of, topic_terms
from directory.topics.models import Topic, TopicSynonym
from directory.topics.situations import Situation, SituationSet
from search import counting, synonyms, trial
from search.models import Synonym
from search.understanding import Knowledge

Row = Synonym | Situation | SituationSet | TopicSynonym
USUAL = 200  # of the questions that were asked most, and of those that were not answered


def knowledge_with(row: Row) -> Knowledge:
    """Return what search would know if the row were saved as it is."""
    if isinstance(row, Synonym):
        return trial.with_synonym(synonyms.row_of(row), instead_of=row.pk)
    if isinstance(row, Situation):
        return trial.with_situations(pattern_of(row), instead_of=str(row.pk or ""))
    if isinstance(row, SituationSet):
        return trial.with_situations(None, sets={(row.lang, row.name): row.words})
    return knowledge_of_topic(row.topic, [*row.topic.synonyms.exclude(pk__in=[row.pk] if row.pk else []), row])


def knowledge_of_topic(topic: Topic, rows: Iterable[TopicSynonym]) -> Knowledge:
    """Return what search would know if a rights area had these labels and these synonyms."""
    return trial.with_terms(topic_terms(topic, rows), kind="topic", value=topic.slug)


def usual_questions(lang: str) -> list[str]:
    """Return what people asked most in the last months, and what they did not find."""
    asked = [*counting.unanswered(days=120, limit=USUAL), *counting.most_asked(days=120, limit=USUAL)]
    return list(dict.fromkeys(question.text for question in asked if question.lang == lang))

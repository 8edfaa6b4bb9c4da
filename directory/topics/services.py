"""Changes to keywords and rights areas that reach into organisations: live rows and every stored version follow together."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from directory.organisations.models import Organisation, OrganisationKeyword, OrganisationTopic
from directory.topics.models import Keyword, KeywordSynonym, Topic, TopicSynonym
from search import analysis, sync

if TYPE_CHECKING:
    from cms.accounts.models import User

Rows = list[dict[str, Any]]


def merge_keywords(*, source: Keyword, target: Keyword, user: "User | None" = None) -> Keyword:
    """Fold `source` into `target` and return the target.

    Organisations tagged with the source carry the target instead, live, in drafts and in earlier versions, once each.
    The source's word becomes a synonym of the target, so that whoever types it again gets the target.
    """
    if source.pk == target.pk:
        raise ValidationError(_("Choose another keyword: a keyword cannot be merged into itself."))
    with transaction.atomic():
        rows = OrganisationKeyword.objects.filter(tag=source)
        affected = set(rows.values_list("content_object_id", flat=True))
        both = OrganisationKeyword.objects.filter(tag=target, content_object__in=affected).values("content_object_id")
        rows.filter(content_object__in=both).delete()
        rows.update(tag=target)
        _rewrite_versions("tagged_keywords", source.pk, lambda tags: _replaced(tags, source.pk, target.pk))
        source.synonyms.update(keyword=target)
        name, folded = source.name, source.folded
        source.delete()
        KeywordSynonym.objects.update_or_create(folded=folded, defaults={"keyword": target, "term": name})
        log(instance=target, action="wagtail.edit", user=user, content_changed=True)
        sync.record("organisation", *sorted(affected))
    return target


def promote_keyword(*, keyword: Keyword, topic: Topic, user: "User | None" = None) -> TopicSynonym:
    """Make the keyword's word a synonym of a rights area, so that searching for it finds the area. The keyword stays."""
    with transaction.atomic():
        existing: TopicSynonym | None = topic.synonyms.filter(folded=keyword.folded).first()
        if existing is not None:
            return existing
        synonym = TopicSynonym(topic=topic, term=keyword.name, lang="tr")
        synonym.full_clean()
        synonym.save()
        log(instance=topic, action="wagtail.edit", user=user, content_changed=True)
    return synonym


def topic_users(topic: Topic) -> int:
    """Return how many organisations carry the rights area, live or in a draft that may still be published."""
    live = set(OrganisationTopic.objects.filter(tag=topic).values_list("content_object_id", flat=True))
    drafts = {int(revision.object_id) for revision in _versions_with("tagged_topics", topic.pk) if _may_be_published(revision)}
    return len(live | drafts)


def topic_in_use(topic: Topic, count: int) -> str:
    """Return why the rights area cannot be deleted, and what to do."""
    text = _("%(count)d organisations carry “%(topic)s”. Take it off them first; then it can be deleted.")
    return text % {"count": count, "topic": topic.label}


def remove_topic(*, topic: Topic, user: "User | None" = None) -> None:
    """Delete a rights area nobody carries; earlier versions of organisations forget it. Raises ValidationError while in use."""
    with transaction.atomic():
        if count := topic_users(topic):
            raise ValidationError(topic_in_use(topic, count))
        _rewrite_versions("tagged_topics", topic.pk, lambda tags: [tag for tag in tags if tag["tag"] != topic.pk])
        log(instance=topic, action="wagtail.delete", user=user, deleted=True)
        topic.delete()


def _replaced(tags: Rows, old: int, new: int) -> Rows:
    """Return the tag rows with the old tag as the new one; of two that become equal the first stays."""
    replaced = [{**tag, "tag": new} if tag["tag"] == old else tag for tag in tags]
    return list({tag["tag"]: tag for tag in reversed(replaced)}.values())[::-1]


def _versions_with(relation: str, tag: int) -> list[Revision]:
    """Return the stored versions of organisations that carry the tag."""
    candidates = (
        Revision.objects.filter(base_content_type=Organisation.get_base_content_type())
        .annotate(raw=Cast("content", TextField()))
        .filter(raw__contains=f'"tag": {tag}')
    )
    return [
        revision
        for revision in candidates.iterator(chunk_size=200)
        if any(row["tag"] == tag for row in revision.content.get(relation, []))
    ]


def _rewrite_versions(relation: str, tag: int, change: Callable[[Rows], Rows]) -> None:
    changed = _versions_with(relation, tag)
    for revision in changed:
        revision.content = {**revision.content, relation: change(revision.content[relation])}
    Revision.objects.bulk_update(changed, ["content"], batch_size=200)


def _may_be_published(revision: Revision) -> bool:
    if revision.approved_go_live_at is not None:
        return True
    return Organisation.objects.filter(pk=revision.object_id, latest_revision=revision).exists()


def remove_keyword(*, keyword: Keyword, user: "User | None" = None) -> None:
    """Delete a keyword; organisations lose it at once, drafts when they are next opened."""
    with transaction.atomic():
        affected = list(OrganisationKeyword.objects.filter(tag=keyword).values_list("content_object_id", flat=True))
        log(instance=keyword, action="wagtail.delete", user=user, deleted=True)
        keyword.delete()
        sync.record("organisation", *affected)


def write_synonyms(*, topic: Topic, lang: str, relation: str, terms: Iterable[str], weak: bool = False) -> None:
    """Make the rights area's words of one language and direction exactly these. Words that stay keep their rows."""
    wanted = {analysis.fold(term): term for term in terms}
    with transaction.atomic():
        kept = set()
        for synonym in topic.synonyms.filter(lang=lang, relation=relation, weak=weak):
            if wanted.get(synonym.folded) == synonym.term:
                kept.add(synonym.folded)
            else:
                synonym.delete()
        for folded, term in wanted.items():
            if folded not in kept:
                synonym = TopicSynonym(topic=topic, term=term, lang=lang, relation=relation, weak=weak)
                synonym.full_clean()
                synonym.save()

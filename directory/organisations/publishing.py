"""Publishing, unpublishing and tagging one organisation as part of a bulk action: always through its revisions."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from directory.organisations.models import Organisation
from directory.organisations.writing import check_content, rewrite_content
from directory.topics.models import Keyword, Topic

if TYPE_CHECKING:
    from cms.accounts.models import User


def publish_latest(*, organisation: Organisation, user: "User | None" = None) -> bool:
    """Publish the latest version, and answer whether there was one. Raises ValidationError for an unfinished draft."""
    if organisation.live and not organisation.has_unpublished_changes:
        return False
    with transaction.atomic():
        draft = organisation.get_latest_revision_as_object()
        check_content(draft)
        revision = organisation.latest_revision or organisation.save_revision(user=user, changed=False)
        revision.publish(user=user)
    return True


def unpublish(*, organisation: Organisation, user: "User | None" = None) -> bool:
    """Take the profile off the public pages, and answer whether it was there."""
    if not organisation.live:
        return False
    organisation.unpublish(user=user)
    return True


def change_tags(
    *,
    organisation: Organisation,
    user: "User | None" = None,
    add_topics: Iterable[Topic] = (),
    remove_topics: Iterable[Topic] = (),
    add_keywords: Iterable[str] = (),
    remove_keywords: Iterable[str] = (),
) -> bool:
    """Add and take off tags, live and in pending drafts, and answer whether anything changed live."""
    taken = {topic.pk for topic in remove_topics}
    given = [topic for topic in add_topics if topic.pk not in taken]
    with transaction.atomic():
        known = Keyword.objects.resolve(remove_keywords)
        dropped = {keyword.pk for keyword in known.values()}
        words = [Keyword.objects.get_or_create(name=word)[0] for word in add_keywords]

        def edit(state: Organisation) -> None:
            topics = [topic for topic in state.topics.all() if topic.pk not in taken]
            state.topics.set([*topics, *(topic for topic in given if topic not in topics)])
            keywords = [keyword for keyword in state.keywords.all() if keyword.pk not in dropped]
            state.keywords.set([*keywords, *(word for word in words if word not in keywords)])

        before = _tags(organisation)
        return _tags(rewrite_content(organisation=organisation, edit=edit, user=user)) != before


def _tags(organisation: Organisation) -> tuple[list[int], list[int]]:
    return (
        [row.tag_id for row in organisation.tagged_topics.all()],
        [row.tag_id for row in organisation.tagged_keywords.all()],
    )

"""Writing content outside the edit form: the live row and every pending draft change together.

Publishing a revision replaces every column and child row. A write that changed only the live row would be undone by
the next publication of a draft; one that changed only the draft would not be seen until then.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import LogContext, log
from wagtail.models import Revision

from directory.organisations.models import Organisation, OrganisationKeyword, OrganisationTopic
from search import sync

TAGS = {"topics": ("tagged_topics", OrganisationTopic), "keywords": ("tagged_keywords", OrganisationKeyword)}
ROWS = ("places", "contacts", "offers", "needs")
MANY = ("active_provinces", "active_districts")
SCALARS = frozenset(
    field.name
    for field in Organisation._meta.concrete_fields
    if field.editable and not field.primary_key and field.name not in {"first_published_at", "locked", "locked_at", "locked_by"}
)
LONG_TEXTS = [
    field
    for field in Organisation._meta.concrete_fields
    if isinstance(field, models.TextField) and field.max_length is not None
]

Edit = Callable[[Organisation], None]


def apply_values(organisation: Organisation, values: Mapping[str, Any]) -> None:
    """Set the values on an unsaved state of an organisation; child rows and tags that stay the same are left as they are."""
    for name, value in values.items():
        if name in SCALARS:
            setattr(organisation, name, value)
        elif name in TAGS:
            _set_tags(organisation, name, value)
        elif name in ROWS:
            _set_rows(organisation, name, value)
        elif name in MANY:
            manager = getattr(organisation, name)
            if {item.pk for item in manager.all()} != {item.pk for item in value}:
                manager.set(list(value))
        else:
            raise ValueError(f"an organisation has no content field {name!r}")


def _set_tags(organisation: Organisation, name: str, tags: Iterable[Any]) -> None:
    relation, row = TAGS[name]
    wanted = list({tag.pk: tag for tag in tags}.values())
    if [item.tag_id for item in getattr(organisation, relation).all()] != [tag.pk for tag in wanted]:
        # All rows anew: their order is the order of their ids.
        setattr(organisation, relation, [row(tag=tag) for tag in wanted])


def _set_rows(organisation: Organisation, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    manager = getattr(organisation, name)
    unused = list(manager.all())
    result = []
    for order, row in enumerate(rows):
        content = {field: value for field, value in row.items() if field != "uid"}
        same = next((old for old in unused if all(getattr(old, field) == value for field, value in content.items())), None)
        if same is None:
            same = manager.model(**row)
        else:
            unused.remove(same)
        same.sort_order = order
        result.append(same)
    setattr(organisation, name, result)


def with_uids(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with an identity on every child row, the same in the live row and in a draft."""
    return {name: [{"uid": uuid.uuid4(), **row} for row in value] if name in ROWS else value for name, value in values.items()}


def pending_revisions(organisation: Organisation) -> list[Revision]:
    """Return the revisions somebody may still publish: the draft, what is scheduled, what lies in moderation."""
    found: dict[int, Revision] = {}
    for revision in organisation.revisions.filter(approved_go_live_at__isnull=False):
        found[revision.pk] = revision
    task_state = organisation.current_workflow_task_state
    if task_state is not None and task_state.revision is not None:
        found[task_state.revision.pk] = task_state.revision
    latest = organisation.latest_revision
    if latest is not None and (organisation.has_unpublished_changes or not organisation.live):
        found[latest.pk] = latest
    found.pop(organisation.live_revision_id or 0, None)
    return list(found.values())


def rewrite_content(*, organisation: Organisation, edit: Edit, user: Any = None) -> Organisation:
    """Apply `edit` to the live row and to every pending revision, in one transaction, and return the live row.

    Without a pending revision the result becomes the published revision, so that the history has it. A draft stays a
    draft: publishing it later keeps both its own changes and this one. What `edit` leaves as it was is not written.
    Raises ValidationError when the live row would become invalid.
    """
    with transaction.atomic():
        live = Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = live.serializable_data()
        edit(live)
        changed = live.serializable_data() != before
        if changed:
            check_content(live)
            if live.live:
                store_baseline(live)
        pending = pending_revisions(live)
        if changed:
            live.save()
        for revision in pending:
            _rewrite(revision, live, edit)
        if changed and live.live and not pending:
            _store_published(live, user)
        if changed:
            sync.record("organisation", live.pk)
    return live


def check_content(organisation: Organisation) -> None:
    """Raise ValidationError, fields named, when the organisation or one of its rows breaks a rule."""
    organisation.full_clean()
    for field in LONG_TEXTS:  # Django checks the length of these in forms only
        try:
            MaxLengthValidator(field.max_length)(getattr(organisation, field.name))
        except ValidationError as error:
            raise ValidationError({field.name: error.messages}) from error
    for name in ROWS:
        for row in getattr(organisation, name).all():
            try:
                row.full_clean(exclude=["organisation"])
            except ValidationError as error:
                raise ValidationError({name: error.messages}) from error


def _rewrite(revision: Revision, live: Organisation, edit: Edit) -> None:
    revision.content_object = live
    draft = revision.as_object()
    before = draft.serializable_data()
    edit(draft)
    content = draft.serializable_data()
    if content == before:
        return
    # An edit form that is open on this draft notices by the time that it is no longer what it loaded.
    created_at = timezone.now() if revision.pk == live.latest_revision_id else revision.created_at
    Revision.objects.filter(pk=revision.pk).update(content=content, object_str=str(draft), created_at=created_at)


def _store_published(live: Organisation, user: Any) -> None:
    live.last_published_at = timezone.now()
    revision = _snapshot(live, user=user, created_at=live.last_published_at)
    live.latest_revision = live.live_revision = revision
    Organisation.objects.filter(pk=live.pk).update(
        latest_revision=revision, live_revision=revision, last_published_at=live.last_published_at
    )
    log(instance=live, action="wagtail.publish", user=user, revision=revision, content_changed=True)


def _snapshot(organisation: Organisation, *, user: Any, created_at: datetime) -> Revision:
    revision: Revision = Revision.objects.create(
        content_object=organisation,
        base_content_type=organisation.get_base_content_type(),
        user=user,
        created_at=created_at,
        content=organisation.serializable_data(),
        object_str=str(organisation),
    )
    return revision


def store_baseline(organisation: Organisation) -> None:
    """Keep the imported state as the first revision of an organisation that has none, before anything changes it.

    A bulk import stores no revisions; without a baseline the first edit would have nothing to be compared with.
    """
    if organisation.latest_revision_id is not None or organisation.pk is None:
        return
    stored = Organisation.objects.filter(pk=organisation.pk, origin__isnull=False).select_related("origin").first()
    if stored is None:
        return
    revision = _snapshot(stored, user=None, created_at=stored.origin.imported_at)
    organisation.latest_revision = revision
    organisation.live_revision = revision if stored.live else None
    Organisation.objects.filter(pk=stored.pk).update(latest_revision=revision, live_revision=organisation.live_revision)
    action = "wagtail.publish" if stored.live else "wagtail.create"
    with LogContext():  # the import's doing, not that of whoever edits first
        log(instance=stored, action=action, revision=revision, content_changed=True, timestamp=revision.created_at)

"""What the site has the worker do: publish and take down what was scheduled, each object in a transaction of its own."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from search.jobs import UnfinishedError, add_job

logger = logging.getLogger(__name__)


def publish_scheduled(_since: datetime | None) -> None:
    """Do what Wagtail's command of the same name does; there an error in one object would stop all others."""
    failed = 0
    for model in _models():
        due = model.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")
        for pk in list(due.values_list("pk", flat=True)):
            failed += not _do(lambda model=model, pk=pk: _take_down(model, pk), f"taking down {model.__name__} {pk}")
    revisions = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    for pk in list(revisions.values_list("pk", flat=True)):
        failed += not _do(lambda pk=pk: _publish(pk), f"publishing revision {pk}")
    if failed:
        raise UnfinishedError(f"{failed} scheduled publications failed")


def _models() -> list[Any]:
    """Return every model with drafts; pages of all types are one."""
    others = (model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page))
    return [Page, *others]


def _do(work: Any, what: str) -> bool:
    try:
        with transaction.atomic():
            work()
    except Exception:  # one odd object must not hold up the rest
        logger.exception("Scheduled: %s failed.", what)
        return False
    return True


def _take_down(model: Any, pk: Any) -> None:
    instance = model.objects.filter(pk=pk, live=True, expire_at__lt=timezone.now()).first()
    if instance is not None:
        instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(pk: Any) -> None:
    revision = Revision.objects.filter(pk=pk, approved_go_live_at__lt=timezone.now()).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")


def add_jobs() -> None:
    """Register the site's jobs."""
    add_job("publish_scheduled", timedelta(seconds=30), publish_scheduled)

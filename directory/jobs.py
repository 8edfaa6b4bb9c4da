"""What directory has the worker do: leave the index when a date has passed, mail what visitors reported."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from directory.organisations.models import Organisation
from directory.organisations.rows import Need, Offer
from directory.stewardship.services import mail_reports
from search import sync
from search.jobs import add_job


def expire(since: datetime | None) -> None:
    """Record the organisations that expired, or whose offers or needs ended, since the last run (or ever)."""
    now, today = timezone.now(), timezone.localdate()
    expired = Organisation.objects.filter(expire_at__lte=now, live=True)
    ended = Q(until__lt=today)
    if since is not None:
        expired = expired.filter(expire_at__gt=since)
        ended &= Q(until__gte=timezone.localdate(since))
    sync.record_all("organisation", expired.values_list("pk", flat=True).iterator())
    for model in (Offer, Need):
        rows = model.objects.filter(ended).order_by("organisation_id").values_list("organisation_id", flat=True)
        sync.record_all("organisation", rows.distinct().iterator())


def add_jobs() -> None:
    """Register directory's jobs."""
    add_job("expire", timedelta(seconds=30), expire)
    add_job("mail", timedelta(minutes=1), lambda _since: mail_reports())

"""/metrics: what Prometheus collects, for whoever knows METRICS_TOKEN; without one there is no such page."""

import os
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cms.serving import TOGETHER
from search import status
from search.metrics import counted
from search.models import JobRun


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def exposition() -> bytes:
    """Return every metric in the text format of Prometheus: of all processes of this server, and as the database has it now."""
    registry = CollectorRegistry()
    registry.register(Standing())
    if not os.environ.get(TOGETHER):
        return generate_latest(counted) + generate_latest(registry)
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


class Standing(Collector):
    """How far behind the indexes are and when jobs ran: read when asked, so that every process says the same."""

    def collect(self) -> Iterator[Metric]:
        waiting = "Changes that are not in every index yet."
        yield GaugeMetricFamily("paydas_search_changes_waiting", waiting, value=status.waiting_changes())
        labels = ("index", "engine", "role")
        behind = GaugeMetricFamily("paydas_search_index_waiting", "Changes that an index has not heard of.", labels=labels)
        age = GaugeMetricFamily("paydas_search_index_behind_seconds", "Age of the oldest of these.", labels=labels)
        failing = GaugeMetricFamily("paydas_search_index_failing", "1 while an index takes no changes.", labels=labels)
        refused = GaugeMetricFamily("paydas_search_index_refused", "Documents that an index would not take.", labels=labels)
        for index in status.indexes():
            values = (index.name, index.engine, index.role or "elsewhere")
            behind.add_metric(values, index.waiting)
            age.add_metric(values, index.behind_seconds)
            failing.add_metric(values, bool(index.failing_since))
            refused.add_metric(values, index.refused)
        yield from (behind, age, failing, refused)
        ran = GaugeMetricFamily("paydas_job_last_success_timestamp_seconds", "When a job last ended well.", labels=("job",))
        failures = GaugeMetricFamily("paydas_job_failures", "How often it has failed since then.", labels=("job",))
        for job in JobRun.objects.order_by("name"):
            ran.add_metric((job.name,), job.succeeded_at.timestamp() if job.succeeded_at else 0.0)
            failures.add_metric((job.name,), job.failures)
        yield from (ran, failures)

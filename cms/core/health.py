"""/healthz: the process answers. /readyz: what it depends on, and when the worker last ran. No secrets, no cache."""

from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import sync
from search.engines.base import EngineError
from search.models import Change, JobRun

WORKER_LATE = timedelta(minutes=2)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 if pages can be answered, else 503. A late worker is said and does not take the site down: visitors lose nothing."""
    checks = {"database": _database()}
    if checks["database"]["ok"]:
        try:
            checks |= {"search": _search(), "worker": _worker()}
        except DatabaseError:  # it answers, but is not prepared or went away in between
            checks["database"] = {"ok": False}
    ready = all(checks.get(name, {"ok": False})["ok"] for name in ("database", "search"))
    status = "ok" if all(check["ok"] for check in checks.values()) and ready else "degraded" if ready else "unavailable"
    return JsonResponse({"status": status, "checks": checks}, status=200 if ready else 503)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True, "vendor": connection.vendor}


def _search() -> dict[str, Any]:
    try:
        engines = sync.engines()
        newest = {engine.name: engine.newest_version() for engine in engines}
    except EngineError:
        return {"ok": False}
    oldest = Change.objects.order_by("id").values_list("created_at", flat=True).first()
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    return {"ok": True, "engines": sorted(newest), "waiting": Change.objects.count(), "oldest_seconds": round(age, 1)}


def _worker() -> dict[str, Any]:
    jobs = {run.name: run for run in JobRun.objects.order_by("name")}
    last = max((run.ran_at for run in jobs.values()), default=None)
    return {
        "ok": last is not None and last > timezone.now() - WORKER_LATE and not any(run.failures for run in jobs.values()),
        "last_run": last.isoformat() if last else None,
        "jobs": {
            run.name: {
                "last_run": run.ran_at.isoformat(),
                "last_success": run.succeeded_at.isoformat() if run.succeeded_at else None,
                "failures": run.failures,
            }
            for run in jobs.values()
        },
    }

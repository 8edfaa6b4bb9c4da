"""/healthz: the process answers. /readyz: what it depends on, and when the worker last ran. No secrets, no cache."""

from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import status
from search.models import JobRun

WORKER_LATE = timedelta(minutes=2)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 if pages can be answered, else 503. A late worker and a main search engine that is away are said and take
    nothing down: visitors lose nothing, and are answered by the copy of this node."""
    checks = {"database": _database()}
    if checks["database"]["ok"]:
        try:
            checks |= {"search": _search(), "worker": _worker()}
        except DatabaseError:  # it answers, but is not prepared or went away in between
            checks["database"] = {"ok": False}
    ready = all(checks.get(name, {"ok": False})["ok"] for name in ("database", "search"))
    well = ready and checks["worker"]["ok"] and checks["search"].pop("well")
    told = "ok" if well else "degraded" if ready else "unavailable"
    return JsonResponse({"status": told, "checks": checks}, status=200 if ready else 503)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True, "vendor": connection.vendor}


def _search() -> dict[str, Any]:
    state = status.read()
    return {
        "ok": bool(state.answering),
        "engine": state.engine,
        "answering": state.answering or None,
        "degraded": state.degraded,
        "since": _time(state.since),
        "reason": state.reason,
        "waiting": status.waiting_changes(),
        "indexes": [
            {
                "name": index.name,
                "role": index.role or "elsewhere",
                "waiting": index.waiting,
                "behind_seconds": round(index.behind_seconds, 1),
                "failing_since": _time(index.failing_since),
                "reason": index.reason,
                "next_try": _time(index.next_try),
                "needs_rebuild": index.needs_rebuild,
                "refused": index.refused,
            }
            for index in state.indexes
        ],
        "well": state.well,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _worker() -> dict[str, Any]:
    jobs = {run.name: run for run in JobRun.objects.order_by("name")}
    last = max((run.ran_at for run in jobs.values()), default=None)
    return {
        "ok": last is not None and last > timezone.now() - WORKER_LATE and not any(run.failures for run in jobs.values()),
        "last_run": _time(last),
        "jobs": {
            run.name: {
                "last_run": run.ran_at.isoformat(),
                "last_success": _time(run.succeeded_at),
                "failures": run.failures,
            }
            for run in jobs.values()
        },
    }

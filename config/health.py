"""Alive, and ready? For the process manager and the load balancer: not translated, no login."""

import logging

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)
BROKER_SECONDS = 2


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing of the services."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served; 503 with what is missing when not. Details of a fault go to the log only."""
    faults = {name: fault for name, fault in (("database", database_fault()), ("broker", broker_fault())) if fault}
    if faults:
        return JsonResponse({"status": "not ready", "faults": faults}, status=503)
    return JsonResponse({"status": "ready"})


def database_fault() -> str | None:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        log.warning("the database does not answer: %s", fault)
        return "does not answer"
    return f"{len(missing)} migrations are not applied; run manage.py migrate" if missing else None


def broker_fault() -> str | None:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS
        ) as broker:
            broker.ping()
    except redis.RedisError as fault:
        log.warning("the broker does not answer: %s", fault)
        return "does not answer"
    return None

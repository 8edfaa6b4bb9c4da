"""Settings of benchmarks: as a real instance, but nobody drains the outbox in between, so that phases can be timed apart."""

from cms.settings.dev import *  # noqa: F403

SEARCH_DRAIN = "worker"
SEARCH_BUDGET = 60.0  # seconds: an engine is measured until it has answered, where a visitor would get the copy's answer

"""The log as JSON: one object a line, and nothing that belongs to a person."""

import io
import json
import logging
import logging.config

import pytest
from django.conf import settings as django_settings

from cms.core import page_cache
from cms.settings.surroundings import one_of
from tests.factories import AdminFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """What a JSON log holds so far, line by line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    known = dict(django_settings.LOGGING["formatters"]["json"])
    handler.setFormatter(logging.config.DictConfigurator({"version": 1}).configure_formatter(known))
    loggers = [logging.getLogger(name) for name in ("paydas.requests", "django.request", "x")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def test_a_request_is_an_object_with_the_pattern_of_its_address(client, log):
    client.get("/kuruluslar/")
    (line,) = log()
    assert {name: line[name] for name in ("level", "logger", "method", "route", "status")} == {
        "level": "INFO",
        "logger": "paydas.requests",
        "method": "GET",
        "route": "kuruluslar/",
        "status": 200,
    }
    assert line["milliseconds"] > 0
    assert line["time"]


def test_a_page_from_memory_has_its_pattern_too(client, log, settings):
    settings.PAGES_KEPT = 1024 * 1024
    page_cache.store.clear()
    try:
        client.get("/kuruluslar/")
        client.get("/kuruluslar/")
        assert len(page_cache.store.pages) == 1
    finally:
        page_cache.store.clear()
    assert [line["route"] for line in log()] == ["kuruluslar/", "kuruluslar/"]


def test_nothing_of_a_person_is_in_it(client, log):
    person = AdminFactory(email="gizli-adres@ornek.example")
    client.force_login(person)
    client.get(
        "/ara/?q=intihar+etmek+istiyorum", headers={"user-agent": "benim-telefonum", "referer": "https://nereden.example/"}
    )
    client.get("/kuruluslar/benim-adim-ne/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="203.0.113.8")
    client.get("/admin/password_reset/confirm/abc/gizli-anahtar/")
    told = json.dumps([line for line in log() if line["logger"] == "paydas.requests"], ensure_ascii=False)
    for word in ("intihar", "gizli", "telefon", "nereden", "203.0.113", "benim-adim"):
        assert word not in told
    everything = json.dumps(log(), ensure_ascii=False)  # what Django itself says of missing pages too
    for word in ("intihar", "gizli-adres", "telefon", "nereden", "203.0.113"):
        assert word not in everything


def test_an_error_is_one_object_with_its_trace(log):
    try:
        int("Işık")
    except ValueError:
        logging.getLogger("x").exception("Olmadı")
    (line,) = log()
    assert line["message"] == "Olmadı"
    assert "ValueError: invalid literal for int() with base 10: 'Işık'" in line["exc_info"]


def test_a_form_of_log_that_does_not_exist_is_refused():
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured, match="line, json"):
        one_of("LOG_FORMAT", "xml", ("line", "json"))

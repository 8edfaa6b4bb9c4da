"""Every text that Wagtail may show an editor is Turkish, by its own catalogue or by ours."""

from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from tests.factories import AdminFactory, OrganisationFactory

PACKAGE = Path(wagtail.__file__).parent
APPS = [
    "",
    "admin",
    "images",
    "documents",
    "snippets",
    "users",
    "sites",
    "contrib/forms",
    "contrib/redirects",
    "contrib/settings",
]
# The same in both languages, or names of things an editor never meets (modules, permission tables).
SAME = {"URL", "Form", "Site", "site", "port", "for content type", "group site permission", "group site permissions"}
LAYOUT = {
    "%(range_start)s - %(range_end)s",
    "%(field_label)s:",
    "%(status_display)s %(task_name)s %(started_at)s",
    "%(related_model_name)s %(field_label)s",
}
MODULES = {"Wagtail API v2", "Wagtail API v3", "Wagtail routablepage", "Wagtail sitemaps"}


def english(message):
    if isinstance(message.id, tuple):
        return ngettext(*message.id, 1) == message.id[0]
    told = pgettext(message.context, message.id) if message.context else gettext(message.id)
    return told == message.id


@pytest.mark.parametrize("app", APPS)
def test_no_text_is_left_in_english(app):
    path = PACKAGE / app / "locale/en/LC_MESSAGES/django.po"
    with path.open("rb") as file, translation.override("tr"):
        shown = [m for m in read_po(file) if m.id and not any("api" in place for place, _line in m.locations)]
        left = [m.id for m in shown if english(m)]

    # Tokens of Wagtail's own API: it is not served here.
    assert [text for text in left if text not in SAME | LAYOUT | MODULES and "API token" not in text] == []


def test_what_wagtail_says_in_odd_turkish_is_said_well():
    with translation.override("tr"):
        assert gettext("Submit to %(workflow_name)s") == "Onaya gönder: %(workflow_name)s"
        assert "kilitli" in gettext("<b>'{title}' was locked</b> by <b>you</b> on <b>{datetime}</b>.")


@pytest.mark.django_db
def test_the_region_of_header_buttons_is_named_in_turkish(client):
    client.force_login(AdminFactory())
    page = client.get(reverse("wagtailsnippets_directory_organisation:edit", args=[OrganisationFactory().pk])).content.decode()

    assert '<nav aria-label="Eylemler" id="w-slim-header-buttons"' in page


@pytest.mark.parametrize(
    "text", ["1 snippet selected", "Select all snippets in listing", "All snippets in listing selected", "Page/Snippet"]
)
def test_nobody_reads_of_snippets(text):
    with translation.override("tr"):
        told = gettext(text)

    assert not any(word in told.lower() for word in ("snippet", "blok", "parça"))

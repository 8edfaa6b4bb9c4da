"""Visitors' reports in the admin."""

import pytest
from django.urls import reverse

from directory.models import Report
from directory.stewardship import services
from tests.factories import AdminFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def report(**values):
    return Report.objects.create(
        **{"organisation": OrganisationFactory(), "kind": "wrong", "message": "Adres yanlış", **values}
    )


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def test_open_reports_come_first_and_can_be_filtered(editor):
    closed, waiting = report(state="done"), report()

    listed = list(editor.get(reverse("report:index")).context["object_list"])
    filtered = list(editor.get(reverse("report:index"), {"state": "open"}).context["object_list"])

    assert listed == [waiting, closed]
    assert filtered == [waiting]


def test_closing_a_report_notes_who_and_how(editor):
    waiting = report()

    editor.post(reverse("report:edit", args=[waiting.pk]), {"note": "Düzeltildi"})

    waiting.refresh_from_db()
    assert (waiting.state, waiting.note) == ("done", "Düzeltildi")
    assert waiting.handled_by is not None
    assert waiting.handled_at is not None


def test_a_closed_report_can_be_opened_again_with_its_note_kept(editor):
    done = report(state="done", note="Düzeltildi")

    editor.post(reverse("report:edit", args=[done.pk]), {"note": "Düzeltildi", "reopen": "1"})

    done.refresh_from_db()
    assert (done.state, done.note, done.handled_at) == ("open", "Düzeltildi", None)


def test_a_visitors_words_are_shown_as_text(editor):
    hostile = report(message="<script>alert(1)</script>")

    page = editor.get(reverse("report:edit", args=[hostile.pk])).content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page


def test_dealing_with_reports_needs_permission(client):
    waiting = report()
    client.force_login(UserFactory())

    client.post(reverse("report:edit", args=[waiting.pk]), {"note": "x"})

    waiting.refresh_from_db()
    assert waiting.state == "open"


def test_nobody_files_a_report_in_the_admin(editor):
    assert editor.get(reverse("report:add")).status_code == 302


def test_closing_trims_the_note():
    user = UserFactory()

    assert services.close_report(report=report(), user=user, note="  tamam ").note == "tamam"

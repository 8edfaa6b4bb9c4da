"""Scheduled publishing and expiry."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from cms.core.jobs import publish_scheduled
from directory.models import Organisation
from search import sync
from search.jobs import UnfinishedError
from search.models import Change
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def schedule(name):
    """Return an organisation whose publication was due a minute ago."""
    organisation = OrganisationFactory(name=name, live=False)
    organisation.go_live_at = timezone.now() + timedelta(hours=1)
    revision = organisation.save_revision()
    revision.publish()
    due = timezone.now() - timedelta(minutes=1)
    revision.refresh_from_db()
    content = revision.content | {"go_live_at": due.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due, content=content)
    return organisation


def test_what_is_due_is_published_and_found(index):
    organisation = schedule("Işık")
    sync.drain()
    assert index.get("organisation", str(organisation.pk)) is None

    publish_scheduled(None)
    sync.drain()

    assert Organisation.objects.public().get().name == "Işık"
    assert index.get("organisation", str(organisation.pk)).title["tr"] == "Işık"


def test_what_expired_is_taken_down_and_leaves_the_index(index):
    organisation = OrganisationFactory(name="Işık")
    sync.drain()
    Organisation.objects.filter(pk=organisation.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    publish_scheduled(None)
    sync.drain()

    organisation.refresh_from_db()
    assert (organisation.live, organisation.expired) == (False, True)
    assert index.get("organisation", str(organisation.pk)) is None


def test_one_publication_that_fails_stops_no_other(monkeypatch):
    odd, good = schedule("Odd"), schedule("Good")
    publish = Revision.publish

    def fail_for_odd(self, **kwargs):
        if self.object_id == str(odd.pk):
            self.content_object.save()
            raise ValueError("odd")
        publish(self, **kwargs)

    monkeypatch.setattr(Revision, "publish", fail_for_odd)
    Change.objects.all().delete()
    with pytest.raises(UnfinishedError, match="1 scheduled"):
        publish_scheduled(None)

    assert set(Organisation.objects.public()) == {good}
    assert not Change.objects.filter(object_id=odd.pk).exists()

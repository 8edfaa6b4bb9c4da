"""What ends with a date leaves the index when the date has passed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.jobs import expire
from directory.models import Need, Offer
from search.models import Change
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def recorded_by(since):
    Change.objects.all().delete()
    expire(since)
    return {int(pk) for pk in Change.objects.values_list("object_id", flat=True)}


def test_organisations_that_expired_since_the_last_run_are_recorded():
    now = timezone.now()
    just = OrganisationFactory(expire_at=now - timedelta(minutes=1))
    long_ago = OrganisationFactory(expire_at=now - timedelta(days=3))
    OrganisationFactory(expire_at=now + timedelta(minutes=1))

    assert recorded_by(now - timedelta(hours=1)) == {just.pk}
    assert recorded_by(None) == {just.pk, long_ago.pk}


@pytest.mark.parametrize(("model", "relation"), [(Offer, "offers"), (Need, "needs")])
def test_organisations_whose_offers_or_needs_ended_are_recorded(model, relation):
    today = timezone.localdate()
    ended = OrganisationFactory(**{relation: [model(kind="venue", text="x", until=today - timedelta(days=1))]})
    OrganisationFactory(**{relation: [model(kind="venue", text="x", until=today)]})
    OrganisationFactory(**{relation: [model(kind="venue", text="x", until=today - timedelta(days=9))]})

    assert recorded_by(timezone.now() - timedelta(days=1)) == {ended.pk}
    assert recorded_by(timezone.now()) == set()

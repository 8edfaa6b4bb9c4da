"""The fixtures every test may use."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, Site, Workflow


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after a test that emptied the database"])
def test_a_database_is_as_the_migrations_left_it(time):
    """The first of the two empties the database at its end, as every test does that commits."""
    assert Workflow.objects.filter(active=True).exists()
    assert Workflow.objects.get().workflow_tasks.count() == 1
    assert Site.objects.get().root_page.specific
    assert Page.objects.count() == 2
    assert Group.objects.get(name="Moderators").permissions.exists()

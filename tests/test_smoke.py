import pytest

from tests.factories import OrganisationFactory, TopicFactory


@pytest.mark.django_db
def test_factory_makes_public_organisation():
    from directory.models import Organisation

    organisation = OrganisationFactory(name="Işık", topics=[TopicFactory()])
    assert Organisation.objects.public().matching("ışık").get().topics.count() == 1

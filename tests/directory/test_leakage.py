"""What is not public is nowhere in the index, however an organisation came to be so; what is public is found at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Need, Offer, Organisation, OrganisationContact, OrganisationPlace, Standing
from directory.organisations import services
from search import analysis, codec, service, sync
from search.models import Vocabulary
from search.rebuild import rebuild
from search.types import SearchRequest
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db

SECRET = "zürafa"


def secret_content():
    """Return content that holds the secret word wherever a word may stand."""
    district = DistrictFactory()
    return {
        "name": f"{SECRET} derneği",
        "acronym": SECRET.upper(),
        "aliases": [f"{SECRET} takma"],
        "legal_name": f"{SECRET} resmî",
        "summary": f"{SECRET} özet",
        "about": f"<p>{SECRET} hakkında</p>",
        "easy_read": f"<p>{SECRET} kolay</p>",
        "places": [OrganisationPlace(province=district.province, district=district, label=SECRET, address=SECRET)],
        "contacts": [OrganisationContact(kind="email", value=f"{SECRET}@ornek.example")],
        "offers": [Offer(kind="venue", text=f"{SECRET} salon")],
        "needs": [Need(kind="venue", text=f"{SECRET} yer")],
    }


def make(**values):
    return OrganisationFactory(
        **secret_content() | values, topics=[TopicFactory()], keywords=[KeywordFactory(name=f"{SECRET} kelime")]
    )


def never_published():
    make(live=False)


def unpublished():
    organisation = make()
    sync.drain()
    organisation.unpublish()


def expired():
    organisation = make()
    sync.drain()
    organisation.expire_at = timezone.now() - timedelta(seconds=1)
    organisation.save()


def merged():
    organisation, target = make(), OrganisationFactory(name="Umut")
    sync.drain()
    standing = Standing.objects.get(organisation=organisation)
    standing.merged_into = target
    standing.save()


def removed():
    organisation = make()
    sync.drain()
    services.remove(organisation=organisation)


def pending_draft():
    organisation = OrganisationFactory(name="Umut")
    draft = Organisation.objects.get(pk=organisation.pk)
    for name, value in secret_content().items():
        setattr(draft, name, value)
    draft.keywords.add(f"{SECRET} kelime")
    draft.save_revision()


WAYS = [never_published, unpublished, expired, merged, removed, pending_draft]


def everything(index):
    stored = (index.get(found.kind, found.object_id) for found in index.stored())
    return "\n".join(codec.to_json(document) for document in stored)


def total(text):
    return service.search(SearchRequest(text=text)).total


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_it_is_in_the_index(index, way):
    way()
    sync.drain()

    assert analysis.fold(SECRET) not in analysis.fold(everything(index))
    assert total(SECRET) == 0
    assert service.suggest(SECRET[:4]) == ()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_it_is_in_a_new_index_or_among_the_words(index, way):
    way()
    rebuild(index)

    assert analysis.fold(SECRET) not in analysis.fold(everything(index))
    assert not Vocabulary.objects.filter(folded=analysis.fold(SECRET)).exists()


def test_a_hidden_place_and_an_ended_offer_are_not_found(index):
    district = DistrictFactory(name="Karşıyaka")
    hidden = OrganisationPlace(province=district.province, district=district, visibility="hidden")
    ended = Offer(kind="venue", text=SECRET, until=timezone.localdate() - timedelta(days=1))
    organisation = OrganisationFactory(name="Umut", places=[hidden], offers=[ended])
    sync.drain()
    document = codec.to_json(index.get("organisation", str(organisation.pk)))

    assert SECRET not in document
    assert "karsiyaka" not in analysis.fold(document)
    assert "izmir" not in analysis.fold(document)


@pytest.mark.django_db(transaction=True)
def test_an_approved_change_is_found_at_once_and_an_unpublished_one_is_gone(index):
    organisation = OrganisationFactory(name="Umut")
    assert total("zürafa") == 0

    draft = Organisation.objects.get(pk=organisation.pk)
    draft.name = "Zürafa Derneği"
    revision = draft.save_revision()
    assert total("zürafa") == 0

    revision.publish()
    assert total("zürafa") == 1

    Organisation.objects.get(pk=organisation.pk).unpublish()
    assert total("zürafa") == 0

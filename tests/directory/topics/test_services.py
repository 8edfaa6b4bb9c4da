"""Merging and promoting keywords, removing rights areas."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from directory.models import Keyword, KeywordSynonym, Organisation, Topic
from directory.topics import services
from search.models import Change
from tests.factories import KeywordFactory, OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


def words(organisation):
    return [keyword.name for keyword in organisation.keywords.all()]


def now(organisation):
    return Organisation.objects.get(pk=organisation.pk)


def draft(organisation, *, keywords=None, **fields):
    state = now(organisation)
    for name, value in fields.items():
        setattr(state, name, value)
    if keywords is not None:
        state.keywords.set(keywords)
    return state.save_revision()


@pytest.fixture
def pair():
    return KeywordFactory(name="çevrecilik"), KeywordFactory(name="çevre")


def test_merging_carries_the_tags_of_live_profiles_over_once_each(pair):
    source, target = pair
    one, both = OrganisationFactory(keywords=[source]), OrganisationFactory(keywords=[source, target])

    services.merge_keywords(source=source, target=target)

    assert words(now(one)) == ["çevre"]
    assert words(now(both)) == ["çevre"]
    assert Keyword.objects.get() == target


def test_a_pending_draft_keeps_its_changes_and_follows_the_merge(pair):
    source, target = pair
    organisation = OrganisationFactory(name="Önce", keywords=[source])
    draft(organisation, name="Sonra")

    services.merge_keywords(source=source, target=target)

    assert words(now(organisation)) == ["çevre"]
    now(organisation).latest_revision.publish()
    assert now(organisation).name == "Sonra"
    assert words(now(organisation)) == ["çevre"]


def test_a_keyword_that_only_a_draft_carries_follows_the_merge(pair):
    source, target = pair
    organisation = OrganisationFactory()
    draft(organisation, keywords=[source, target])

    services.merge_keywords(source=source, target=target)

    assert words(now(organisation).get_latest_revision_as_object()) == ["çevre"]


def test_a_scheduled_version_and_an_earlier_one_follow_the_merge(pair):
    source, target = pair
    organisation = OrganisationFactory()
    early = draft(organisation, keywords=[source])
    scheduled = draft(organisation, keywords=[source], go_live_at=timezone.now() + dt.timedelta(days=1))
    scheduled.publish()
    draft(organisation, keywords=[])

    services.merge_keywords(source=source, target=target)

    for revision in (early, scheduled):
        revision.refresh_from_db()
        assert words(revision.as_object()) == ["çevre"]
    assert words(now(organisation).get_latest_revision_as_object()) == []


def test_the_old_word_and_the_words_merged_into_it_lead_to_the_target(pair):
    source, target = pair
    oldest = KeywordFactory(name="yeşilcilik")
    services.merge_keywords(source=oldest, target=source)

    services.merge_keywords(source=source, target=target)

    found = Keyword.objects.resolve(["YEŞİLCİLİK", "Çevrecilik", "çevre"])
    assert set(found.values()) == {target}
    assert Keyword.objects.get_or_create(name="ÇEVRECİLİK") == (target, False)
    assert KeywordSynonym.objects.count() == 2


def test_merging_announces_every_affected_organisation_to_search(pair):
    source, target = pair
    organisation, other = OrganisationFactory(keywords=[source]), OrganisationFactory()
    Change.objects.all().delete()

    services.merge_keywords(source=source, target=target)

    announced = set(Change.objects.filter(kind="organisation").values_list("object_id", flat=True))
    assert str(organisation.pk) in announced
    assert str(other.pk) not in announced


def test_merging_a_keyword_into_itself_is_refused(pair):
    with pytest.raises(ValidationError):
        services.merge_keywords(source=pair[0], target=pair[0])


def test_a_keyword_with_a_similar_number_is_not_touched(pair):
    source, target = pair
    near = [KeywordFactory(name=f"yakın {n}") for n in range(12)]
    organisation = OrganisationFactory(keywords=near)
    draft(organisation, keywords=near)

    services.merge_keywords(source=source, target=target)

    assert len(words(now(organisation).get_latest_revision_as_object())) == 12


def test_promoting_makes_the_word_a_synonym_once():
    keyword, topic = KeywordFactory(name="tekerlekli sandalye"), TopicFactory()

    first = services.promote_keyword(keyword=keyword, topic=topic)
    second = services.promote_keyword(keyword=keyword, topic=topic)

    assert first == second
    assert topic.synonyms.get().term == "tekerlekli sandalye"
    assert Keyword.objects.filter(pk=keyword.pk).exists()


def test_a_rights_area_in_use_is_not_removed():
    topic = TopicFactory()
    OrganisationFactory(topics=[topic])

    with pytest.raises(ValidationError, match="1"):
        services.remove_topic(topic=topic)
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_rights_area_only_a_draft_carries_is_not_removed():
    topic = TopicFactory()
    organisation = OrganisationFactory()
    state = now(organisation)
    state.topics.set([topic])
    state.save_revision()

    with pytest.raises(ValidationError):
        services.remove_topic(topic=topic)


def test_an_earlier_version_can_still_be_opened_after_its_rights_area_was_removed():
    topic, other = TopicFactory(), TopicFactory(name="Çevre")
    organisation = OrganisationFactory(topics=[topic])
    early = now(organisation).save_revision()
    state = now(organisation)
    state.topics.set([other])
    state.save_revision().publish()

    services.remove_topic(topic=topic)

    early.refresh_from_db()
    assert list(early.as_object().topics.all()) == []


def test_removing_a_keyword_takes_it_off_and_announces_it():
    keyword = KeywordFactory(name="eski")
    organisation = OrganisationFactory(keywords=[keyword])
    revision = draft(organisation, name="Sonra")
    Change.objects.all().delete()

    services.remove_keyword(keyword=keyword)

    assert words(now(organisation)) == []
    assert Change.objects.filter(kind="organisation", object_id=str(organisation.pk)).exists()
    revision.refresh_from_db()
    assert words(revision.as_object()) == []


def test_writing_synonyms_keeps_the_rows_that_stay():
    topic = TopicFactory()
    services.write_synonyms(topic=topic, lang="tr", relation="two_way", terms=["körlük", "sağırlık"])
    stays = topic.synonyms.get(term="körlük").pk

    services.write_synonyms(topic=topic, lang="tr", relation="two_way", terms=["körlük", "görme engeli"])

    assert topic.synonyms.get(term="körlük").pk == stays
    assert sorted(topic.synonyms.values_list("term", flat=True)) == ["görme engeli", "körlük"]

"""Services of organisations: keys, addresses, writing beside a draft, merging, removing."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from directory.models import Address, Offer, Organisation, OrganisationContact, RetiredKey, Standing
from directory.organisations import services
from search.models import Change
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def draft_of(organisation, **fields):
    """Save a pending draft that changes the fields, as an editor's "save draft" does."""
    draft = Organisation.objects.get(pk=organisation.pk)
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision()


def reload(organisation):
    return Organisation.objects.get(pk=organisation.pk)


def topics_of(organisation):
    return [topic.slug for topic in organisation.topics.all()]


# -- keys and addresses


def test_key_is_made_from_the_turkish_name():
    assert services.make_key("Işık Çocukları İÇİN Dernek") == "isik-cocuklari-icin-dernek"


def test_key_of_a_removed_organisation_is_not_given_away_again():
    RetiredKey.objects.create(key="isik")
    OrganisationFactory(key="isik-2")

    assert services.make_key("Işık") == "isik-3"


def test_key_of_a_name_without_latin_letters_falls_back():
    assert services.make_key("مركز") == "kurulus"


def test_key_is_found_when_very_many_are_taken():
    RetiredKey.objects.bulk_create([RetiredKey(key="isik"), *(RetiredKey(key=f"isik-{n}") for n in range(2, 700))])

    assert services.make_key("Işık") == "isik-700"


def test_key_of_a_very_long_name_keeps_its_number_within_the_column():
    name = "a" * 150
    RetiredKey.objects.create(key="a" * 100)

    assert services.make_key(name) == "a" * 98 + "-2"


def test_first_save_gives_key_standing_and_address():
    organisation = Organisation.objects.create(name="Işık Derneği", type="association")

    assert organisation.key == "isik-dernegi"
    assert organisation.standing.basis == "editor"
    assert organisation.addresses.get(current=True).slug == "isik-dernegi"


def test_equal_names_get_different_addresses():
    slugs = {OrganisationFactory(name="Işık").addresses.get().slug for _ in range(3)}

    assert slugs == {"isik", "isik-2", "isik-3"}


def test_bulk_addresses_are_unique_among_themselves_and_with_the_existing():
    OrganisationFactory(name="Işık")
    organisations = Organisation.objects.bulk_create(
        Organisation(key=f"k{n}", name=name, type="association") for n, name in enumerate(["Işık", "ışık", "Deniz", "中文"])
    )

    services.assign_addresses(organisations)

    slugs = {a.organisation.name: a.slug for a in Address.objects.filter(organisation__in=organisations)}
    assert slugs == {"Işık": "isik-2", "ışık": "isik-3", "Deniz": "deniz", "中文": "k3"}


def test_assigning_an_address_twice_keeps_the_first():
    organisation = OrganisationFactory(name="Işık")
    services.assign_addresses([organisation])

    assert services.assign_address(organisation) == "isik"
    assert organisation.addresses.count() == 1


def test_renamed_address_keeps_the_former_one_and_can_return_to_it():
    organisation = OrganisationFactory(name="Işık")
    services.write_content(organisation=organisation, values={"name": "Deniz"})
    assert services.rename_address(organisation=reload(organisation)) == "deniz"
    assert organisation.addresses.get(current=True).slug == "deniz"
    services.write_content(organisation=organisation, values={"name": "Işık"})

    assert services.rename_address(organisation=reload(organisation)) == "isik"
    assert {a.slug: a.current for a in organisation.addresses.all()} == {"isik": True, "deniz": False}


def test_rename_never_takes_the_former_address_of_another():
    former = OrganisationFactory(name="Işık")
    Organisation.objects.filter(pk=former.pk).update(name="Deniz")
    services.rename_address(organisation=reload(former))
    other = OrganisationFactory(name="Ay")
    Organisation.objects.filter(pk=other.pk).update(name="Işık")

    assert services.rename_address(organisation=reload(other)) == "isik-2"


# -- confirming and removing


def test_confirmation_with_a_draft_pending_survives_its_publication():
    organisation = OrganisationFactory(summary="eski")
    revision = draft_of(organisation, summary="taslak")
    user = UserFactory()

    services.confirm(organisation=organisation, user=user, on=dt.date(2026, 3, 1))
    revision.publish()

    standing = Standing.objects.get(organisation=organisation)
    assert (standing.confirmed_on, standing.confirmed_by, standing.basis) == (dt.date(2026, 3, 1), user, "organisation")
    assert reload(organisation).summary == "taslak"


def test_claim_keeps_its_first_moment():
    organisation = OrganisationFactory()
    first = services.claim(organisation=organisation).claimed_at

    assert services.claim(organisation=organisation).claimed_at == first


@pytest.mark.parametrize(
    "remove",
    [
        lambda o: services.remove(organisation=o),
        lambda o: o.delete(),
        lambda o: Organisation.objects.filter(pk=o.pk).delete(),
    ],
    ids=["service", "object", "queryset"],
)
def test_however_it_is_removed_key_and_address_stay_reserved(remove):
    organisation = OrganisationFactory(key="isik", name="Işık")
    merged = OrganisationFactory(key="eski-isik", name="Eski Işık")
    services.merge_organisations(source=merged, target=organisation)
    Change.objects.all().delete()
    organisation_id = str(organisation.pk)

    remove(organisation)

    assert not Organisation.objects.exists()
    assert set(RetiredKey.objects.values_list("key", flat=True)) == {"isik", "eski-isik"}
    assert set(Address.objects.values_list("slug", "organisation")) == {("isik", None), ("eski-isik", None)}
    assert Change.objects.filter(kind="organisation", object_id=organisation_id).exists()
    assert services.make_key("Işık") == "isik-2"


# -- writing beside a draft


def test_write_without_a_draft_is_published_and_kept_in_the_history():
    organisation = OrganisationFactory(summary="eski")
    user = UserFactory()

    live = services.write_content(organisation=organisation, values={"summary": "yeni"}, user=user)

    assert reload(organisation).summary == "yeni"
    assert live.latest_revision == live.live_revision
    assert live.latest_revision.user == user
    assert live.latest_revision.content["summary"] == "yeni"
    assert not live.has_unpublished_changes


def test_write_that_changes_nothing_stores_nothing():
    organisation = OrganisationFactory(summary="aynı", topics=[TopicFactory()])

    services.write_content(organisation=organisation, values={"summary": "aynı", "topics": [TopicFactory()]})

    assert reload(organisation).latest_revision is None


def test_draft_pending_and_write_then_publish_keeps_both_fields():
    organisation = OrganisationFactory(summary="eski", acronym="E")
    revision = draft_of(organisation, summary="taslak")

    services.write_content(organisation=organisation, values={"acronym": "YENİ"})
    assert (reload(organisation).summary, reload(organisation).acronym) == ("eski", "YENİ")
    revision.refresh_from_db()
    revision.publish()

    assert (reload(organisation).summary, reload(organisation).acronym) == ("taslak", "YENİ")


def test_draft_pending_and_write_then_publish_keeps_tags_rows_and_places_served():
    engelli, kadin = TopicFactory(), TopicFactory(name="Kadın hakları", slug="kadin-haklari")
    bornova = DistrictFactory()
    organisation = OrganisationFactory(
        topics=[engelli],
        offers=[Offer(kind="venue", text="salon")],
        contacts=[OrganisationContact(kind="website", value="https://eski.example")],
    )
    draft = Organisation.objects.get(pk=organisation.pk)
    draft.contacts = [OrganisationContact(kind="website", value="https://taslak.example")]
    revision = draft.save_revision()

    services.write_content(
        organisation=organisation,
        values={
            "topics": [kadin, engelli],
            "keywords": [KeywordFactory(name="rampa")],
            "active_districts": [bornova],
            "offers": [{"kind": "venue", "text": "salon"}, {"kind": "legal", "text": "danışma"}],
        },
    )
    offers = {offer.text: offer.uid for offer in organisation.offers.all()}
    revision.refresh_from_db()
    revision.publish()

    after = reload(organisation)
    assert topics_of(after) == ["kadin-haklari", "engelli-haklari"]
    assert [keyword.name for keyword in after.keywords.all()] == ["rampa"]
    assert list(after.active_districts.all()) == [bornova]
    assert [contact.value for contact in after.contacts.all()] == ["https://taslak.example"]
    assert {offer.text: offer.uid for offer in after.offers.all()} == offers
    assert list(offers) == ["salon", "danışma"]


def test_rows_that_stay_the_same_keep_their_identity():
    organisation = OrganisationFactory(offers=[Offer(kind="venue", text="salon"), Offer(kind="legal", text="danışma")])
    before = organisation.offers.get(text="danışma").uid

    services.write_content(organisation=organisation, values={"offers": [{"kind": "legal", "text": "danışma"}]})

    assert organisation.offers.get().uid == before


def test_scheduled_revision_is_rewritten_too():
    organisation = OrganisationFactory(summary="eski")
    services.write_content(organisation=organisation, values={"summary": "canlı"})
    scheduled = draft_of(organisation, summary="planlanan", go_live_at=dt.datetime(2099, 1, 1, tzinfo=dt.UTC))
    scheduled.publish()
    draft_of(organisation, summary="sonraki taslak")

    services.write_content(organisation=organisation, values={"acronym": "YENİ"})

    pending = {r.content["summary"]: r.content["acronym"] for r in reload(organisation).revisions.all()}
    assert pending == {"canlı": "", "planlanan": "YENİ", "sonraki taslak": "YENİ"}
    assert reload(organisation).summary == "canlı"


def test_write_to_an_unpublished_draft_stays_a_draft():
    organisation = OrganisationFactory(live=False, has_unpublished_changes=True, summary="eski")
    revision = draft_of(organisation, summary="taslak")

    services.write_content(organisation=organisation, values={"acronym": "YENİ"})

    after = reload(organisation)
    assert not after.live
    assert after.latest_revision == revision
    assert after.get_latest_revision_as_object().acronym == "YENİ"


def test_open_edit_form_notices_the_rewritten_draft():
    organisation = OrganisationFactory()
    revision = draft_of(organisation, summary="taslak")

    services.write_content(organisation=organisation, values={"acronym": "YENİ"})

    before = revision.created_at
    revision.refresh_from_db()
    assert revision.created_at > before


def test_write_that_breaks_a_rule_changes_nothing_and_names_the_field():
    organisation = OrganisationFactory(summary="eski")

    with pytest.raises(ValidationError) as caught:
        services.write_content(organisation=organisation, values={"summary": "x" * 301})

    assert "summary" in caught.value.error_dict
    assert reload(organisation).summary == "eski"


def test_write_checks_rows():
    with pytest.raises(ValidationError) as caught:
        services.write_content(organisation=OrganisationFactory(), values={"contacts": [{"kind": "fax", "value": "1"}]})

    assert "contacts" in caught.value.error_dict


def test_unknown_field_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="no content field"):
        services.write_content(organisation=OrganisationFactory(), values={"confirmed_on": "2026-01-01"})


def test_write_tells_search():
    organisation = OrganisationFactory()
    Change.objects.all().delete()

    services.write_content(organisation=organisation, values={"summary": "yeni"})

    assert Change.objects.filter(kind="organisation", object_id=str(organisation.pk)).exists()


# -- merging


def test_merge_adds_what_the_target_lacks_and_redirects():
    kadin = TopicFactory(name="Kadın hakları", slug="kadin-haklari")
    target = OrganisationFactory(name="Işık Derneği", topics=[TopicFactory()], summary="kalır")
    source = OrganisationFactory(
        name="Işık", acronym="IŞ", summary="gider", topics=[TopicFactory(), kadin], offers=[Offer(kind="venue", text="salon")]
    )

    merged = services.merge_organisations(source=source, target=target)

    assert merged.summary == "kalır"
    assert merged.acronym == "IŞ"
    assert merged.aliases == ["Işık"]
    assert topics_of(merged) == ["engelli-haklari", "kadin-haklari"]
    assert [offer.text for offer in merged.offers.all()] == ["salon"]
    assert list(Organisation.objects.public()) == [merged]
    assert Address.objects.get(slug="isik").organisation == merged
    assert not Address.objects.get(slug="isik").current


def test_merge_keeps_a_pending_draft_of_the_target():
    target = OrganisationFactory(summary="eski")
    revision = draft_of(target, summary="taslak")

    services.merge_organisations(source=OrganisationFactory(name="Öteki"), target=target)
    revision.refresh_from_db()
    revision.publish()

    assert reload(target).aliases == ["Öteki"]
    assert reload(target).summary == "taslak"


def test_chained_merges_point_at_the_last_target():
    first, second, third = (OrganisationFactory() for _ in range(3))
    services.merge_organisations(source=first, target=second)

    services.merge_organisations(source=second, target=third)

    assert set(Standing.objects.filter(merged_into=third).values_list("organisation", flat=True)) == {first.pk, second.pk}


def test_merging_into_itself_or_into_a_merged_one_is_refused():
    first, second, third = (OrganisationFactory() for _ in range(3))
    services.merge_organisations(source=first, target=second)

    with pytest.raises(ValueError, match="stands on its own"):
        services.merge_organisations(source=third, target=first)
    with pytest.raises(ValueError, match="stands on its own"):
        services.merge_organisations(source=third, target=third)

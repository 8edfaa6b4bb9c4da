"""The document of an organisation: everything public, nothing else, few queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from directory.models import Keyword, Need, Offer, Organisation, OrganisationContact, OrganisationPlace, Standing
from directory.organisations import documents
from directory.organisations.documents import OrganisationSource, plain
from search import codec
from tests.factories import DistrictFactory, KeywordFactory, OrganisationFactory, ProvinceFactory, TopicFactory

pytestmark = pytest.mark.django_db
source = OrganisationSource()


def document_of(organisation):
    return source.document(str(organisation.pk))


def place(visibility, **values):
    district = values.pop("district", None) or DistrictFactory()
    return OrganisationPlace(
        province=district.province,
        district=district,
        address="Gizli Sokak 5",
        latitude=38.5,
        longitude=27.5,
        visibility=visibility,
        **values,
    )


def texts(document, kind):
    return {(p.text, p.lang, p.label) for p in document.passages if p.kind == kind}


def test_document_holds_names_texts_and_facets():
    organisation = OrganisationFactory(
        key="isik",
        name="Işık Derneği",
        name_en="Light Association",
        acronym="IŞIK",
        legal_name="Işık Yardımlaşma Derneği",
        aliases=["Işıkçılar"],
        summary="Görme engellilerle çalışır.",
        summary_en="Works with blind people.",
        about="<p>Ev &amp; okul</p><p>ziyareti</p>",
        topics=[TopicFactory()],
        keywords=[KeywordFactory(name="beyaz baston")],
        places=[place("full")],
        active_provinces=[ProvinceFactory(name="Manisa")],
        active_districts=[DistrictFactory(name="Buca")],
        offers=[Offer(kind="venue", text="Salon", text_en="Hall")],
        needs=[Need(kind="volunteers", text="Gönüllü")],
        scope="local",
        target_groups=["disabled_people"],
        languages=["tr", "tsm"],
    )
    document = document_of(organisation)

    assert document.title == {"tr": "Işık Derneği", "en": "Light Association"}
    assert {(name.text, name.kind, name.lang) for name in document.names} == {
        ("Işık Derneği", "title", "tr"),
        ("Light Association", "title", "en"),
        ("IŞIK", "acronym", "tr"),
        ("Işık Yardımlaşma Derneği", "legal_name", "tr"),
        ("Işıkçılar", "alias", "tr"),
    }
    assert texts(document, "about") == {("Ev & okul ziyareti", "tr", "")}
    assert texts(document, "topic") == {
        ("Engelli hakları", "tr", "engelli-haklari"),
        ("Disability rights", "en", "engelli-haklari"),
    }
    assert texts(document, "keyword") == {("beyaz baston", "tr", "beyaz-baston")}
    assert texts(document, "offer") == {("Salon", "tr", "venue"), ("Hall", "en", "venue")}
    assert texts(document, "need") == {("Gönüllü", "tr", "volunteers")}
    assert texts(document, "place") == {("İzmir", "tr", "izmir"), ("Bornova", "tr", "izmir/bornova")}
    assert document.facets == {
        "topic": ("engelli-haklari",),
        "type": ("association",),
        "province": ("izmir",),
        "district": ("izmir/bornova",),
        "serves": ("manisa", "izmir/buca"),
        "scope": ("local",),
        "target": ("disabled_people",),
        "offers": ("venue",),
        "needs": ("volunteers",),
        "language": ("tr", "tsm"),
        "status": ("active",),
    }
    assert document.extra == {"acronym": "IŞIK", "initials": "ID", "groups": "esitlik", "place": "Bornova, İzmir"}


def test_path_is_the_current_address_without_a_language():
    organisation = OrganisationFactory(name="Işık")
    with translation.override("tr"):
        assert document_of(organisation).path == reverse("organisation", args=["isik"])


def test_claim_and_confirmation_are_told_for_drawing_a_hit():
    organisation = OrganisationFactory()
    Standing.objects.filter(organisation=organisation).update(claimed_at=timezone.now(), confirmed_on="2026-10-01")

    extra = document_of(organisation).extra
    assert (extra["claimed"], extra["confirmed_on"]) == ("1", "2026-10-01")


@pytest.mark.parametrize(
    ("visibility", "districts", "point"),
    [("full", ("izmir/bornova",), (38.5, 27.5)), ("district", ("izmir/bornova",), (38.46, 27.21)), ("hidden", None, None)],
)
def test_a_place_tells_as_much_as_it_may(visibility, districts, point):
    document = document_of(OrganisationFactory(places=[place(visibility)]))

    assert document.facets.get("district") == districts
    assert document.point == point
    assert "Gizli" not in codec.to_json(document)


def test_contacts_of_any_visibility_are_never_part_of_it():
    rows = [
        OrganisationContact(kind="email", value="acik@ornek.example", visibility="public"),
        OrganisationContact(kind="phone", value="0555 000 00 00", visibility="editors"),
    ]
    stored = codec.to_json(document_of(OrganisationFactory(contacts=rows)))

    assert "ornek.example" not in stored
    assert "0555" not in stored


def test_offers_and_needs_past_their_end_are_left_out():
    today = timezone.localdate()
    organisation = OrganisationFactory(
        offers=[
            Offer(kind="venue", text="Bugün biten", until=today),
            Offer(kind="legal", text="Dün biten", until=today - timedelta(days=1)),
        ],
        needs=[Need(kind="funding", text="Eski", until=today - timedelta(days=1))],
    )
    document = document_of(organisation)

    assert texts(document, "offer") == {("Bugün biten", "tr", "venue")}
    assert document.facets["offers"] == ("venue",)
    assert "needs" not in document.facets


def test_words_merged_into_a_keyword_are_found_too():
    keyword = KeywordFactory(name="kompost")
    keyword.synonyms.create(term="çürütme")
    document = document_of(OrganisationFactory(keywords=[keyword]))

    assert ("çürütme", "tr", "kompost") in texts(document, "keyword")


def make_draft():
    return OrganisationFactory(live=False)


def make_expired():
    return OrganisationFactory(expire_at=timezone.now() - timedelta(seconds=1))


def make_merged():
    organisation = OrganisationFactory()
    Standing.objects.filter(organisation=organisation).update(merged_into=OrganisationFactory())
    return organisation


@pytest.mark.parametrize("make", [make_draft, make_expired, make_merged])
def test_what_is_not_public_has_no_document(make):
    organisation = make()

    assert document_of(organisation) is None
    assert str(organisation.pk) not in {document.object_id for document in source.iter_documents()}


def test_a_pending_draft_changes_nothing_and_leaks_nothing():
    organisation = OrganisationFactory(name="Işık", keywords=[KeywordFactory(name="açık")])
    before = codec.digest(document_of(organisation))
    draft = Organisation.objects.get(pk=organisation.pk)
    draft.name, draft.summary = "Gizli ad", "Gizli özet"
    draft.keywords.add("gizli kelime")
    draft.offers.add(Offer(kind="venue", text="Gizli salon"))
    draft.save_revision()

    document = document_of(organisation)
    assert codec.digest(document) == before
    assert "izli" not in codec.to_json(document)
    assert not Keyword.objects.filter(
        tagged_organisations__content_object__in=Organisation.objects.public(), name__startswith="gizli"
    )


def test_a_batch_takes_the_same_number_of_queries_whatever_its_size(django_assert_num_queries):
    def make():
        return OrganisationFactory(
            topics=[TopicFactory()], keywords=[KeywordFactory()], places=[place("full")], offers=[Offer(kind="venue", text="x")]
        )

    organisations = [make() for _ in range(5)]
    with django_assert_num_queries(14):
        found = list(source.documents(str(organisation.pk) for organisation in organisations))

    assert [document.object_id for document in found] == [str(organisation.pk) for organisation in organisations]


def test_all_documents_come_once_in_the_order_of_ids(monkeypatch):
    monkeypatch.setattr(documents, "BATCH", 3)
    organisations = [OrganisationFactory(live=n != 4) for n in range(8)]

    found = [document.object_id for document in source.iter_documents()]

    assert found == [str(organisation.pk) for organisation in organisations if organisation.live]


def test_odd_ids_find_nothing():
    assert list(source.documents(["", "x", "-1", "999999"])) == []


@pytest.mark.parametrize(
    ("rich", "words"),
    [("<p>Bir</p><p>iki</p>", "Bir iki"), ("a&nbsp;b &lt;c&gt;", "a b <c>"), ("", ""), ("<ul><li>1<li>2", "1 2")],
)
def test_rich_text_becomes_words(rich, words):
    assert plain(rich) == words


def test_step_free_access_is_found_where_the_address_is_shown():
    shown = document_of(
        OrganisationFactory(places=[place("full", step_free="yes", access_notes="Rampa ve engelli tuvaleti var.")])
    )
    hidden = document_of(OrganisationFactory(places=[place("district", step_free="yes", access_notes="Rampa var.")]))

    assert shown.facets["access"] == ("yes",)
    assert ("Rampa ve engelli tuvaleti var.", "tr", "") in texts(shown, "other")
    assert "access" not in hidden.facets
    assert texts(hidden, "other") == set()


def test_who_is_open_to_cooperation_can_be_found():
    assert document_of(OrganisationFactory(open_to_cooperation=True)).facets["cooperation"] == ("open",)
    assert "cooperation" not in document_of(OrganisationFactory(open_to_cooperation=None)).facets

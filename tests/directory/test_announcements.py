"""Lexicons and facets: the words of directory, and how its values are called."""

import pytest

from directory.models import Topic
from directory.organisations.lexicon import LEXICONS
from directory.places.documents import PlaceSource
from directory.places.lexicon import PlaceLexicon
from directory.topics.documents import TopicSource
from directory.topics.lexicon import TopicLexicon
from search import service
from search.registry import registry
from search.types import FACETS
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory, TopicFactory

pytestmark = pytest.mark.django_db


def terms(lexicon):
    return {(term.text, term.concept.value): term for term in lexicon.terms()}


def lexicon(name):
    return terms(next(lexicon for lexicon in LEXICONS if lexicon.name == name))


@pytest.fixture
def topic():
    topic = TopicFactory()
    topic.synonyms.create(term="erişilebilirlik")
    topic.synonyms.create(term="sakat", relation="hidden")
    return topic


def test_rights_areas_are_understood_by_label_synonym_and_hidden_synonym(topic):
    found = terms(TopicLexicon())

    assert found["Engelli hakları", "engelli-haklari"].label
    assert found["Disability rights", "engelli-haklari"].lang == "en"
    assert not found["erişilebilirlik", "engelli-haklari"].hidden
    assert found["sakat", "engelli-haklari"].hidden


def test_hidden_synonyms_are_not_in_the_document_of_a_rights_area(topic):
    document = TopicSource().document(str(topic.pk))

    assert [name.text for name in document.names] == ["Engelli hakları", "Disability rights", "erişilebilirlik"]
    assert document.path == "/haklar/engelli-haklari/"


@pytest.mark.parametrize(
    "change",
    [
        lambda topic: topic.synonyms.create(term="başka"),
        lambda topic: topic.synonyms.first().delete(),
        lambda topic: topic.synonyms.first().save(),
        lambda topic: topic.save(),
    ],
)
def test_a_lexicons_stamp_changes_with_its_words(topic, change):
    before = TopicLexicon().version()
    change(topic)

    assert TopicLexicon().version() != before


def test_a_district_name_in_two_provinces_decides_nothing_alone():
    konya, zonguldak = ProvinceFactory(name="Konya"), ProvinceFactory(name="Zonguldak")
    DistrictFactory(name="Ereğli", province=konya)
    DistrictFactory(name="Ereğli", province=zonguldak)
    DistrictFactory(name="Bornova")
    found = terms(PlaceLexicon())

    assert found["Ereğli", "konya/eregli"].weak
    assert found["Ereğli", "konya/eregli"].concept.labels["tr"] == "Ereğli, Konya"
    assert not found["Ereğli Konya", "konya/eregli"].weak
    assert not found["Bornova", "izmir/bornova"].weak


def test_a_district_that_is_an_everyday_word_decides_nothing_alone():
    DistrictFactory(name="Genç", province=ProvinceFactory(name="Bingöl"))
    found = terms(PlaceLexicon())

    assert found["Genç", "bingol/genc"].weak
    assert not found["Bingöl Genç", "bingol/genc"].weak


def test_places_can_be_found_themselves():
    district = DistrictFactory()
    found = {document.key: document for document in PlaceSource().iter_documents()}

    assert found["izmir"].path == "/yerler/izmir/"
    assert found["izmir/bornova"].title["tr"] == "Bornova, İzmir"
    assert PlaceSource().document(f"d{district.pk}") == found["izmir/bornova"]
    assert PlaceSource().document(f"p{district.province_id}") == found["izmir"]
    assert PlaceSource().document("x1") is None


def test_types_are_understood_and_order_only():
    found = lexicon("types")

    assert found["dernekler", "association"].weak
    assert found["vakıf", "foundation"].concept.labels == {"tr": "Vakıf", "en": "Foundation"}


def test_offers_and_needs_decide_only_where_the_words_say_which():
    assert lexicon("needs")["gönüllü", "volunteers"].weak
    assert not lexicon("needed")["gönüllü olmak", "volunteers"].weak
    assert not lexicon("offered")["ücretsiz salon", "venue"].weak


def test_every_facet_has_a_title_and_names_its_values(topic):
    OrganisationFactory(key="isik", name="Işık", name_en="Light")
    DistrictFactory()
    examples = {
        "kind": ("organisation", "Organisation"),
        "topic": ("engelli-haklari", "Disability rights"),
        "type": ("association", "Association"),
        "province": ("izmir", "İzmir"),
        "district": ("izmir/bornova", "Bornova"),
        "serves": ("izmir/bornova", "Bornova"),
        "scope": ("local", "Local"),
        "target": ("roma", "Roma"),
        "offers": ("venue", "Venue"),
        "needs": ("venue", "Venue"),
        "language": ("tr", "Turkish"),
        "organisation": ("isik", "Light"),
        "status": ("active", "Active"),
    }
    named = {name: registry.facets[name].labels([value, "?"], "en") for name, (value, _) in examples.items()}

    assert set(FACETS) == set(registry.facets)
    assert named == {name: {value: label} for name, (value, label) in examples.items()}
    assert all(str(facet.title) for facet in registry.facets.values())


def test_names_of_organisations_that_are_not_public_are_not_told():
    OrganisationFactory(key="gizli", live=False)

    assert registry.facets["organisation"].labels(["gizli"], "tr") == {}


def test_terms_of_an_unused_rights_area_are_words_all_the_same():
    TopicFactory(name="Barınma hakkı")

    assert Topic.objects.count() == 1
    assert ("Barınma hakkı", "barinma-hakki") in terms(TopicLexicon())


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("tekerlekli sandalyeyle girilebilen yer", "access:yes"),
        ("rampalı salon", "access:yes"),
        ("wheelchair accessible venue", "access:yes"),
        ("iş birliğine açık dernekler", "cooperation:open"),
        ("Türkiye genelinde çalışanlar", "scope:national"),
        ("bütün Türkiye'de çalışan", "scope:national"),
        ("il çapında", "scope:provincial"),
        ("dünya çapında", "scope:international"),
        ("çatı örgütü", "type:federation"),
        ("işaret diliyle", "language:tsm"),
    ],
)
def test_attributes_people_ask_for_are_understood(text, token):
    assert token in {part.token for part in service.plan(text).interpretation}

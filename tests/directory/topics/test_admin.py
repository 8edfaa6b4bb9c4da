"""Rights areas, groups and keywords in the admin."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from directory.models import Keyword, Topic, TopicGroup
from directory.topics.forms import SYNONYM_FIELDS
from tests.factories import AdminFactory, KeywordFactory, OrganisationFactory, TopicFactory, TopicGroupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def topic_form(topic=None, **values):
    base = {
        "name": "Engelli hakları",
        "name_en": "Disability rights",
        "group": (topic.group if topic else TopicGroupFactory()).pk,
        "order": "1",
        "description": "",
        "description_en": "",
        "easy_read": "",
        "easy_read_en": "",
        "icnptso": "",
        "sdg": "",
    }
    words = dict.fromkeys(SYNONYM_FIELDS, "")
    return {**base, **words, **values}


def test_a_rights_area_is_created_with_its_words(editor):
    words = {"synonyms_tr": "körlük\nsağırlık", "synonyms_en": "blind", "hidden_tr": "sakat"}

    assert editor.post(reverse("rights_area:add"), topic_form(**words)).status_code == 302

    topic = Topic.objects.get()
    assert topic.slug == "engelli-haklari"
    found = set(topic.synonyms.values_list("term", "lang", "relation"))
    assert found == {
        ("körlük", "tr", "two_way"),
        ("sağırlık", "tr", "two_way"),
        ("blind", "en", "two_way"),
        ("sakat", "tr", "hidden"),
    }


def test_a_word_moves_from_one_box_to_another(editor):
    topic = TopicFactory()
    editor.post(reverse("rights_area:edit", args=[topic.pk]), topic_form(topic, synonyms_tr="sakat\nkörlük"))

    response = editor.post(
        reverse("rights_area:edit", args=[topic.pk]), topic_form(topic, synonyms_tr="körlük", hidden_tr="sakat")
    )

    assert response.status_code == 302
    assert set(topic.synonyms.values_list("term", "relation")) == {("körlük", "two_way"), ("sakat", "hidden")}


def test_a_word_in_two_boxes_is_named(editor):
    topic = TopicFactory()

    response = editor.post(reverse("rights_area:edit", args=[topic.pk]), topic_form(topic, synonyms_tr="KÖR", hidden_tr="kor"))

    assert "kor" in response.context["form"].errors["hidden_tr"][0]


def test_the_boxes_show_the_stored_words(editor):
    topic = TopicFactory()
    topic.synonyms.create(term="körlük")

    assert "körlük" in editor.get(reverse("rights_area:edit", args=[topic.pk])).content.decode()


@pytest.mark.parametrize(("index", "make"), [("rights_area:index", TopicFactory), ("keyword:index", KeywordFactory)])
def test_usage_counts_are_of_public_organisations_only(editor, index, make):
    tag = make()
    field = "topics" if isinstance(tag, Topic) else "keywords"
    OrganisationFactory(**{field: [tag]})
    OrganisationFactory(live=False, **{field: [tag]})

    rows = editor.get(reverse(index)).context["object_list"]

    assert [row.used for row in rows] == [1]


def test_a_rights_area_in_use_is_refused_in_a_sentence(editor):
    topic = TopicFactory()
    OrganisationFactory(topics=[topic])

    for response in (
        editor.get(reverse("rights_area:delete", args=[topic.pk])),
        editor.post(reverse("rights_area:delete", args=[topic.pk])),
    ):
        assert response.status_code == 302
        assert topic.label in said(response)
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_rights_area_nobody_carries_is_deleted(editor):
    topic = TopicFactory()

    assert editor.get(reverse("rights_area:delete", args=[topic.pk])).status_code == 200
    assert editor.post(reverse("rights_area:delete", args=[topic.pk])).status_code == 302
    assert not Topic.objects.exists()


def test_a_group_with_rights_areas_is_not_deleted(editor):
    group = TopicFactory().group

    response = editor.post(reverse("rights_area_group:delete", args=[group.pk]))

    assert TopicGroup.objects.filter(pk=group.pk).exists()
    assert said(response)


@pytest.mark.parametrize("typed", ["CEV", "Çev", "çevre", "yesil"])
def test_keywords_are_found_folded_and_by_the_words_merged_into_them(editor, typed):
    keyword = KeywordFactory(name="Çevre")
    keyword.synonyms.create(term="Yeşil")
    KeywordFactory(name="başka")

    assert list(editor.get(reverse("keyword:index"), {"q": typed}).context["object_list"]) == [keyword]


@pytest.mark.parametrize("typed", ["SAGIR", "engelli", "disability"])
def test_rights_areas_are_found_by_name_and_synonym(editor, typed):
    topic = TopicFactory()
    topic.synonyms.create(term="sağırlık")
    TopicFactory(name="Çevre", name_en="Environment")

    assert list(editor.get(reverse("rights_area:index"), {"q": typed}).context["object_list"]) == [topic]


@pytest.mark.parametrize("typed", ['"a', "%", "\x00", "x" * 10_000, "👩‍👩‍👧", "' OR 1=1"])
@pytest.mark.parametrize("index", ["keyword:index", "rights_area:index", "province_admin:index", "district_admin:index"])
def test_no_input_makes_a_list_fail(editor, index, typed):
    assert editor.get(reverse(index), {"q": typed}).status_code == 200


def test_the_same_keyword_in_other_letters_is_refused_with_advice(editor):
    KeywordFactory(name="Çevre")

    response = editor.post(reverse("keyword:add"), {"name": "CEVRE"})

    assert "Çevre" in response.context["form"].errors["name"][0]


def test_merging_shows_the_numbers_before_it_happens(editor):
    source, target = KeywordFactory(name="çevrecilik"), KeywordFactory(name="çevre")
    organisation = OrganisationFactory(keywords=[source])
    address = reverse("keyword:merge", args=[source.pk])

    asked = editor.post(address, {"target": "ÇEVRE"})

    assert asked.status_code == 200
    assert "1" in asked.context["question"]
    assert Keyword.objects.filter(pk=source.pk).exists()

    editor.post(address, {"target": target.name, "confirmed": "1"})
    assert organisation.tagged_keywords.get().tag == target


@pytest.mark.parametrize("typed", ["yok böyle", "çevrecilik", ""])
def test_merging_says_what_is_wrong_with_the_target(editor, typed):
    source = KeywordFactory(name="çevrecilik")

    response = editor.post(reverse("keyword:merge", args=[source.pk]), {"target": typed, "confirmed": "1"})

    assert response.context["form"].errors["target"]
    assert Keyword.objects.filter(pk=source.pk).exists()


def test_promoting_a_keyword_from_the_list(editor):
    keyword, topic = KeywordFactory(name="körlük"), TopicFactory()

    editor.post(reverse("keyword:promote", args=[keyword.pk]), {"topic": topic.pk})

    assert topic.synonyms.get().term == "körlük"


@pytest.mark.parametrize("page", ["merge", "promote"])
def test_merging_and_promoting_need_permission(client, page):
    keyword, topic = KeywordFactory(name="körlük"), TopicFactory()
    client.force_login(UserFactory())

    client.post(reverse(f"keyword:{page}", args=[keyword.pk]), {"topic": topic.pk, "target": "x", "confirmed": "1"})

    assert not topic.synonyms.exists()


def test_deleting_a_keyword(editor):
    keyword = KeywordFactory()

    assert editor.post(reverse("keyword:delete", args=[keyword.pk])).status_code == 302
    assert not Keyword.objects.exists()

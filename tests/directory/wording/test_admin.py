"""The words of search in the admin: synonyms and situations are kept, tried before they are saved, and mend a question."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from cms.core.preparation import EDITORS, prepare_site
from directory.models import Situation, SituationSet, TopicSynonym
from search import service, sync
from search.engines.base import EngineError
from search.models import QueryCount, Synonym
from tests.factories import OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    prepare_site()
    user = User.objects.create_user(email="editor@example.org", password="x")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return client


@pytest.fixture
def labour():
    return TopicFactory(name="Çalışma hakları", slug="calisma")


@pytest.fixture
def network(index, labour):
    """Two organisations: one works on labour, one holds concerts."""
    OrganisationFactory(name="Emek Evi", topics=[labour], summary="İşçilerin yanında.")
    OrganisationFactory(name="Ezgi Topluluğu", summary="Konser verir.")
    sync.drain()
    return labour


def text_of(response):
    return " ".join(response.content.decode().split())


def synonym(**values):
    return {"words": "maaş", "means": "işçi", "relation": "one_way", "lang": "tr", "questions": ""} | values


def test_an_editor_keeps_word_synonyms(editor):
    editor.post(reverse("word_synonym:add"), synonym(words=" maaş,  ücret , maaş"))

    saved = Synonym.objects.get()
    assert (saved.words, saved.means) == ("maaş, ücret", "işçi")
    assert "maaş, ücret" in text_of(editor.get(reverse("word_synonym:index"), {"q": "UCRET"}))
    editor.post(reverse("word_synonym:delete", args=[saved.pk]))
    assert not Synonym.objects.exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"words": ","}, "En az bir sözcük yazın."),
        ({"words": "!?"}, "içinde harf yok"),
        ({"means": "bir iki üç dört beş altı"}, "çok uzun"),
        ({"words": "İşçi", "means": "işçi"}, "başka sözcükler yazın"),
    ],
)
def test_a_synonym_that_cannot_work_is_refused_in_a_sentence(editor, values, told):
    response = editor.post(reverse("word_synonym:add"), synonym(**values))

    assert told in text_of(response)
    assert not Synonym.objects.exists()


def test_trying_a_synonym_shows_what_changes_and_saves_nothing(editor, network):
    response = editor.post(reverse("word_synonym:try"), synonym(questions="maaş\nkonser"))

    told = text_of(response)
    assert "“maaş”" in told
    assert "Emek Evi" in told
    assert "geliyor" in told
    assert "“konser”" not in told
    assert not Synonym.objects.exists()
    assert service.plan("maaş").senses == ()


def test_trying_a_changed_synonym_leaves_the_saved_one_out(editor, network):
    saved = Synonym.objects.create(words="maaş", means="işçi")
    response = editor.post(reverse("word_synonym:try_saved", args=[saved.pk]), synonym(means="konser"))

    (effect,) = response.context_data["trial"].effects
    assert [found.title for found in effect.before] == ["Emek Evi"]
    assert [found.title for found in effect.after] == ["Ezgi Topluluğu"]
    assert [found.gone for found in effect.before] == [True]


def test_a_form_that_is_wrong_is_not_tried(editor):
    told = text_of(editor.post(reverse("word_synonym:try"), synonym(words="")))

    assert "Form bu haliyle denenemiyor" in told


def test_trying_a_rights_area_shows_what_its_words_would_find(editor, network):
    before = editor.get(reverse("rights_area:edit", args=[network.pk])).context_data["form"].initial
    values = {
        name: "\n".join(value) if isinstance(value, list) else value for name, value in before.items() if value is not None
    }
    values |= {"everyday_tr": "patron kovdu", "questions": ""}
    response = editor.post(reverse("rights_area:try_saved", args=[network.pk]), values)

    (effect,) = response.context_data["trial"].effects
    assert effect.question == "patron kovdu"
    assert [found.title for found in effect.after] == ["Emek Evi"]
    assert not TopicSynonym.objects.filter(term="patron kovdu").exists()


def test_an_editor_keeps_situations_and_tries_them(editor, network):
    SituationSet.objects.create(name="patron", words="patron işveren")
    values = {"topic": network.pk, "text": "@patron kov-", "lang": "tr", "questions": "işverenim beni kovdu"}
    told = text_of(editor.post(reverse("situation:try"), values))
    assert "Emek Evi" in told

    editor.post(reverse("situation:add"), values | {"also": [network.slug]})
    saved = Situation.objects.get()
    assert (saved.text, saved.also) == ("@patron kov-", [network.slug])
    assert [sense.value for sense in service.plan("işverenim beni kovdu").senses] == ["calisma"]


def test_a_pattern_that_cannot_be_read_is_refused_in_a_sentence(editor, network):
    response = editor.post(reverse("situation:add"), {"topic": network.pk, "text": "@yok kov-", "lang": "tr", "questions": ""})

    assert "adında bir sözcük kümesi yok" in text_of(response)
    assert not Situation.objects.exists()


def test_a_set_that_patterns_name_is_neither_deleted_nor_renamed(editor, network):
    words = SituationSet.objects.create(name="patron", words="patron")
    Situation.objects.create(topic=network, text="@patron kov-")

    told = text_of(editor.post(reverse("situation_set:delete", args=[words.pk]), follow=True))
    assert "Bu kümeyi 1 kalıp kullanıyor" in told
    editor.post(
        reverse("situation_set:edit", args=[words.pk]), {"name": "sef", "lang": "en", "words": "patron şef", "questions": ""}
    )
    words.refresh_from_db()
    assert (words.name, words.lang, words.words) == ("patron", "tr", "patron şef")


def asked(text, **numbers):
    QueryCount.objects.create(day=timezone.localdate(), text=text, **({"asked": 9, "empty": 9} | numbers))


def test_what_was_sought_in_vain_is_listed_with_the_way_to_mend_it(editor):
    asked("maas vermiyorlar")
    asked("konser", empty=0)
    asked("gizli soru", asked=2, empty=2)
    told = text_of(editor.get(reverse("search_unanswered")))

    assert "maas vermiyorlar" in told
    assert f"{reverse('search_desk')}?q=maas+vermiyorlar&amp;lang=tr" in told
    assert "konser" not in told
    assert "gizli soru" not in told


def test_a_failed_question_is_mended_without_a_developer(editor, network):
    desk = reverse("search_desk") + "?q=patron+kovdu"
    assert "Hiçbir şey bulmuyor" in text_of(editor.get(desk))

    values = {"phrase": "patron kovdu", "topic": network.pk, "means": "", "lang": "tr"}
    tried = text_of(editor.post(desk, values | {"try": "1"}))
    assert "Emek Evi" in tried
    assert not TopicSynonym.objects.exists()

    told = text_of(editor.post(desk, values | {"save": "1"}, follow=True))
    assert "İlk sonuç anlaşılan her şeye uyuyor" in told
    assert TopicSynonym.objects.get().relation == "one_way"


def test_words_that_profiles_use_mend_a_question_too(editor, network):
    desk = reverse("search_desk") + "?q=dinleti"
    editor.post(desk, {"phrase": "dinleti", "topic": "", "means": "konser", "lang": "tr", "save": "1"})

    assert "Ezgi Topluluğu" in text_of(editor.get(desk))


@pytest.mark.parametrize(("topic", "means"), [(True, "işçi"), (False, "")])
def test_the_desk_asks_for_one_of_the_two(editor, network, topic, means):
    values = {"phrase": "maaş", "topic": network.pk if topic else "", "means": means, "lang": "tr", "save": "1"}
    told = text_of(editor.post(reverse("search_desk") + "?q=maaş", values))

    assert "ikisinden biri" in told
    assert not Synonym.objects.exists()


def test_without_an_index_the_desk_says_so(editor, labour, monkeypatch):
    def fail(*args, **kwargs):
        raise EngineError

    monkeypatch.setattr("search.trial.ask", fail)
    assert "Arama şu anda yanıt vermiyor" in text_of(editor.get(reverse("search_desk") + "?q=x"))


@pytest.mark.parametrize(
    "name", ["search_unanswered", "search_desk", "word_synonym:index", "situation:index", "word_synonym:try"]
)
def test_who_does_not_keep_the_words_sees_none_of_it(client, name):
    user = User.objects.create_user(email="guest@example.org", password="x")
    client.force_login(user)

    assert client.get(reverse(name)).status_code in (302, 403)

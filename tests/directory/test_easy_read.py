"""Easy-to-read texts: offered where there is one, kept for the visit by a cookie that knows nobody, silent elsewhere."""

import pytest

from directory.exchange.importing.content import stored_digest
from directory.models import Organisation, Topic
from directory.organisations import services
from directory.organisations.documents import OrganisationSource
from directory.topics.documents import TopicSource
from tests.factories import OrganisationFactory, TopicFactory
from tests.factories.public import full_organisation, path_of

pytestmark = pytest.mark.django_db
EASY = "<p>Biz <b>sağırız</b>. Kurs veriyoruz.</p>"


@pytest.fixture
def profile():
    return path_of(full_organisation(easy_read=EASY))


def html(client, path):
    return client.get(path).content.decode()


def test_a_profile_offers_the_easy_text_and_shows_the_detailed_one(client, profile):
    answer = client.get(profile)
    page = answer.content.decode()
    assert "Kolay okunur metin</a>" in page
    assert page.index('href="?okuma=kolay"') < page.index("Kısa anlatım.</p>") < page.index("Uzun <b>anlatım</b>.")
    assert "Kolay okunur metni okuyorsunuz." not in page
    assert "Kurs veriyoruz" not in page
    assert not answer.cookies


def test_the_choice_is_kept_for_the_visit_and_names_nobody(client, profile):
    other = path_of(full_organisation("Başka", easy_read="<p>Kısa.</p>"))
    answer = client.get(f"{profile}?okuma=kolay")
    page = answer.content.decode()
    assert '<div class="prose easy"><p>Biz <b>sağırız</b>. Kurs veriyoruz.</p></div>' in page
    assert "Kısa anlatım." not in page.split("<body>")[1]
    assert page.index("Kolay okunur metni okuyorsunuz.") < page.index("Ayrıntılı metin</a>") < page.index("Biz <b>sağırız</b>.")
    assert "Uzun <b>" not in page
    cookie = answer.cookies["kolay_okunur"]
    assert (cookie.value, cookie["max-age"], cookie["expires"], cookie["samesite"]) == ("1", "", "", "Lax")
    assert cookie["httponly"]
    assert '<div class="prose easy"><p>Kısa.</p></div>' in html(client, other)
    assert 'href="?okuma=ayrintili"' in html(client, profile)


def test_the_way_back_forgets_the_choice(client, profile):
    client.get(f"{profile}?okuma=kolay")
    answer = client.get(f"{profile}?okuma=ayrintili")
    assert "Uzun <b>anlatım</b>." in answer.content.decode()
    assert answer.cookies["kolay_okunur"].value == ""
    assert "Kurs veriyoruz" not in html(client, profile)


@pytest.mark.parametrize("query", ["okuma=x", "okuma=", "okuma=%00", "okuma=KOLAY"])
def test_another_value_chooses_nothing(client, profile, query):
    answer = client.get(f"{profile}?{query}")
    assert "Uzun <b>anlatım</b>." in answer.content.decode()
    assert not answer.cookies


def test_a_page_without_easy_text_says_nothing_and_is_the_same_for_all(client, profile):
    client.get(f"{profile}?okuma=kolay")
    answer = client.get(f"{path_of(full_organisation('Başka'))}?okuma=kolay")
    assert "Kolay okunur" not in answer.content.decode()
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


def test_copies_of_a_page_with_both_texts_are_told_apart(client, profile):
    assert "Cookie" in client.get(profile)["Vary"]
    assert "private" in client.get(f"{profile}?okuma=kolay")["Cache-Control"]


def test_the_language_switch_keeps_the_choice_and_a_missing_translation_is_marked(client, profile):
    page = html(client, f"{profile}?okuma=kolay")
    assert f'href="/en{profile}?okuma=kolay" lang="en"' in page
    english = html(client, f"/en{profile}?okuma=kolay")
    assert '<div class="prose easy" lang="tr">' in english
    assert ">Detailed text</a>" in english


def test_it_is_harmless_html(client):
    page = html(client, f"{path_of(full_organisation(easy_read='<p onclick=x()>a</p><script>alert(1)</script>'))}?okuma=kolay")
    assert "onclick" not in page
    assert "<script>" not in page


def test_a_rights_area_has_one_too(client):
    topic = TopicFactory(description="Uzun tanım.", easy_read="Herkes gibi yaşama hakkı.\n\n<b>")
    path = topic.get_absolute_url()
    assert "Uzun tanım." in html(client, path)
    page = html(client, f"{path}?okuma=kolay")
    assert '<div class="prose easy"><p>Herkes gibi yaşama hakkı.</p>\n\n<p>&lt;b&gt;</p></div>' in page
    assert "Uzun tanım." not in page
    Topic.objects.filter(pk=topic.pk).update(easy_read_en="The right to live like everybody.")
    assert "The right to live like everybody." in html(client, f"/en{path}?okuma=kolay")


def test_search_knows_the_easy_text():
    organisation = OrganisationFactory(easy_read=EASY, easy_read_en="<p>We are deaf.</p>")
    passages = OrganisationSource().document(str(organisation.pk)).passages
    assert [(p.text, p.lang) for p in passages] == [("Biz sağırız . Kurs veriyoruz.", "tr"), ("We are deaf.", "en")]
    topic = TopicFactory(easy_read="Kısa")
    assert [(p.text, p.kind) for p in TopicSource().document(str(topic.pk)).passages] == [("Kısa", "about")]


def test_an_import_sees_a_change_of_it_and_no_change_where_there_is_none():
    organisation = OrganisationFactory()
    before = stored_digest(Organisation.objects.get(pk=organisation.pk))
    Organisation.objects.filter(pk=organisation.pk).update(easy_read="<p>Kısa.</p>")
    assert stored_digest(Organisation.objects.get(pk=organisation.pk)) != before


def test_an_emptied_editor_leaves_no_text(client):
    empty = '<p data-block-key="ab1cd"></p>'
    organisation = full_organisation(easy_read=empty, easy_read_en=empty, about="<p>Türkçe.</p>", about_en=empty)
    page = html(client, f"/en{path_of(organisation)}?okuma=kolay")
    assert "Easy to read" not in page
    assert '<div class="prose" lang="tr"><p>Türkçe.</p></div>' in page


def test_a_draft_keeps_it_and_publishing_shows_it(client):
    organisation = OrganisationFactory()
    draft = Organisation.objects.get(pk=organisation.pk)
    draft.easy_read = EASY
    revision = draft.save_revision()
    assert "Kolay okunur" not in html(client, path_of(organisation))
    revision.publish()
    assert "Kolay okunur" in html(client, path_of(organisation))


def test_a_version_from_before_the_field_can_be_read():
    organisation = OrganisationFactory()
    data = organisation.serializable_data()
    del data["easy_read"], data["easy_read_en"]
    assert Organisation.from_serializable_data(data).easy_read == ""


def test_a_merge_takes_it_over_where_it_is_missing():
    source, target = OrganisationFactory(easy_read=EASY), OrganisationFactory()
    services.merge_organisations(source=source, target=target)
    target.refresh_from_db()
    assert target.easy_read == EASY

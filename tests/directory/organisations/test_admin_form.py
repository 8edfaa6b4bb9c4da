"""The edit form: what an editor types, what is stored, what is said when something is wrong."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry

from directory.models import Address, Keyword, Organisation, OrganisationPlace, Origin, RetiredKey, Standing
from tests.factories import (
    AdminFactory,
    DistrictFactory,
    KeywordFactory,
    OrganisationFactory,
    ProvinceFactory,
    TopicFactory,
    TopicGroupFactory,
    UserFactory,
)
from tests.factories.editing import form_of

pytestmark = pytest.mark.django_db
NAMES = "wagtailsnippets_directory_organisation:"


def url(name, *args):
    return reverse(NAMES + name, args=args)


@pytest.fixture
def editor(client):
    client.force_login(AdminFactory())
    return client


def save(client, organisation=None, *, action="publish", **values):
    """Submit the form and return the response: a redirect when it was accepted."""
    where = url("edit", organisation.pk) if organisation else url("add")
    return client.post(where, {**form_of(organisation, **values), f"action-{action}": "1"})


def problems(response):
    """Return field -> messages, child rows as `relation-index-field`."""
    form = response.context["form"]
    found = {name: list(map(str, errors)) for name, errors in form.errors.items()}
    for relation, formset in form.formsets.items():
        for index, row in enumerate(formset.forms):
            found |= {f"{relation}-{index}-{name}": list(map(str, errors)) for name, errors in row.errors.items()}
    return found


def only(name):
    return Organisation.objects.get(name=name)


# -- creating


@pytest.mark.parametrize("name", ["\u200b", " \u2060 ", "\u202e\u200f"])
def test_a_name_that_nobody_can_see_is_no_name(editor, name):
    assert problems(save(editor, name=name)) == {"name": ["Adda görünen bir harf yok. Adı yazın."]}
    assert not Organisation.objects.exists()


def test_a_name_need_not_have_letters(editor):
    save(editor, name="🌳🌳")
    assert only("🌳🌳").live


def test_a_new_organisation_gets_key_address_and_standing_when_it_is_published(editor):
    district, topic = DistrictFactory(), TopicFactory()

    response = save(
        editor,
        name="Işık Derneği",
        topics=[topic.pk],
        keywords="Gönüllü, okuma yazma",
        places=[{"district": district.pk, "province": "", "address": "Sokak 1"}],
        contacts=[{"kind": "website", "value": "https://isik.example", "visibility": "public"}],
        offers=[{"kind": "training", "text": "Okuma yazma kursu"}],
    )

    assert response.status_code == 302, problems(response)
    organisation = only("Işık Derneği")
    assert organisation.live
    assert organisation.key == "isik-dernegi"
    assert Address.objects.get(organisation=organisation).slug == "isik-dernegi"
    assert Standing.objects.get(organisation=organisation).basis == "editor"
    assert organisation.topics.get() == topic
    assert {keyword.name for keyword in organisation.keywords.all()} == {"Gönüllü", "okuma yazma"}
    assert organisation.places.get().province == district.province
    assert organisation.contacts.get().value == "https://isik.example"
    assert organisation.offers.get().text == "Okuma yazma kursu"


def test_a_draft_needs_only_a_name(editor):
    response = save(editor, action="edit", name="Yarım", type="")

    assert response.status_code == 302, problems(response)
    assert not only("Yarım").live


def test_not_even_a_draft_goes_without_a_name(editor):
    assert "name" in problems(save(editor, action="edit", name=""))


def test_publishing_asks_for_the_type(editor):
    assert "type" in problems(save(editor, type=""))


# -- what is said when something is wrong


@pytest.mark.parametrize(
    ("kind", "value", "example"),
    [
        ("website", "isik.example", "https://kurulus.example"),
        ("website", "https://", "https://kurulus.example"),
        ("website", "javascript:alert(1)", "https://kurulus.example"),
        ("instagram", "@isik", "https://instagram.com/kurulus"),
        ("email", "isik(at)example", "bilgi@kurulus.example"),
        ("phone", "sorunuz", "0232 555 00 00"),
        ("whatsapp", "wa.me/90", "0232 555 00 00"),
    ],
)
def test_a_wrong_contact_is_marked_on_its_row_with_an_example(editor, kind, value, example):
    response = save(editor, contacts=[{"kind": kind, "value": value, "visibility": "public"}])

    assert example in problems(response)["contacts-0-value"][0]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("website", "https://isik.example/hakkinda"),
        ("website", "http://isik.example"),
        ("email", "bilgi@isik.example"),
        ("phone", "+90 232 555 00 00"),
        ("phone", "444 0 123"),
        ("phone", "(0232) 555 00 00 dahili 12"),
        ("whatsapp", "https://wa.me/905550000000"),
        ("other", "Telsiz kanalı 5"),
    ],
)
def test_a_right_contact_is_accepted(editor, kind, value):
    response = save(editor, contacts=[{"kind": kind, "value": value, "visibility": "public"}])

    assert response.status_code == 302, problems(response)


def test_a_logo_needs_words_for_those_who_cannot_see_it(editor):
    logo = Image.objects.create(title="Logo", file=get_test_image_file())

    assert "logo_alt" in problems(save(editor, logo=logo.pk, logo_alt=""))
    assert save(editor, logo=logo.pk, logo_alt="İki el").status_code == 302


def test_a_name_written_twice_among_the_other_names_is_named(editor):
    response = save(editor, aliases="Işık\nISIK")

    assert "ISIK" in problems(response)["aliases"][0]


def test_a_summary_longer_than_300_characters_is_refused_on_its_field(editor):
    assert "summary" in problems(save(editor, summary="x" * 301))


def test_a_foundation_year_in_the_future_is_refused(editor):
    assert "founded" in problems(save(editor, founded=str(timezone.localdate().year + 1)))


def test_an_end_date_that_has_passed_is_refused_when_typed_but_not_on_an_old_offer(editor):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    row = {"kind": "training", "text": "Kurs", "until": yesterday.isoformat()}

    assert "offers-0-until" in problems(save(editor, offers=[row]))

    organisation = OrganisationFactory(name="Eski")
    offer = organisation.offers.create(kind="training", text="Kurs", until=yesterday)
    organisation.save()
    offer = Organisation.objects.get(pk=organisation.pk).offers.get()
    data = form_of(organisation, offers=[{**row, "id": offer.pk}])
    data |= {"offers-INITIAL_FORMS": "1", "action-publish": "1"}
    response = editor.post(url("edit", organisation.pk), data)
    assert response.status_code == 302, problems(response)


def test_a_district_of_another_province_is_named(editor):
    district = DistrictFactory()
    other = ProvinceFactory(name="Eskişehir", code="26")

    response = save(editor, places=[{"district": district.pk, "province": other.pk}])

    assert "Eskişehir" in problems(response)["places-0-district"][0]


def test_a_place_needs_a_province_or_a_district(editor):
    assert "places-0-province" in problems(save(editor, places=[{"district": "", "province": "", "address": "Sokak 1"}]))


def test_more_keywords_than_anybody_reads_are_refused(editor):
    assert "keywords" in problems(save(editor, keywords=", ".join(f"kelime{n}" for n in range(31))))


# -- places of groups at risk


@pytest.mark.parametrize(("protects", "expected"), [(True, "district"), (False, "full")])
def test_who_sees_a_place_is_decided_by_the_rights_areas_when_left_open(editor, protects, expected):
    topic = TopicFactory(name="Sığınak", protects_addresses=protects)
    place = {"district": DistrictFactory().pk, "province": "", "visibility": ""}

    assert save(editor, topics=[topic.pk], places=[place]).status_code == 302
    assert OrganisationPlace.objects.get().visibility == expected


def test_a_draft_of_a_published_profile_holds_the_decision_too(editor):
    topic = TopicFactory(name="Sığınak", protects_addresses=True)
    organisation = OrganisationFactory(name="Sığınak", topics=[topic])
    place = {"district": DistrictFactory().pk, "province": "", "visibility": ""}

    assert save(editor, organisation, action="edit", places=[place]).status_code == 302

    draft = Organisation.objects.get(pk=organisation.pk).get_latest_revision_as_object()
    assert [row.visibility for row in draft.places.all()] == ["district"]


# -- rights areas and keywords


def test_rights_areas_are_checkboxes_grouped_by_family(editor):
    TopicFactory(name="Çevre", slug="cevre", group=TopicGroupFactory(slug="yasam", name="Yaşam"))
    chosen = TopicFactory(name="Engelli hakları")
    organisation = OrganisationFactory(topics=[chosen])

    page = editor.get(url("edit", organisation.pk)).content.decode()

    assert "<legend>Yaşam</legend>" in page
    (box,) = (box for box in re.findall(r'<input[^>]*name="topics"[^>]*>', page) if f'value="{chosen.pk}"' in box)
    assert "checked" in box


def test_a_province_with_chosen_districts_is_unfolded(editor):
    izmir, manisa = ProvinceFactory(name="İzmir"), ProvinceFactory(name="Manisa")
    chosen = [DistrictFactory(province=izmir, name="Bornova"), DistrictFactory(province=izmir, name="Buca")]
    DistrictFactory(province=manisa, name="Turgutlu")
    markup = editor.get(url("edit", OrganisationFactory(active_districts=chosen).pk)).content.decode()
    folds = [fold.split(">")[0].strip() for fold in markup.split('class="paydas-districts"')[1].split("<details")[1:3]]
    assert folds == ["open", ""]


def test_rights_areas_chosen_before_keep_their_order(editor):
    first, second = TopicFactory(name="Zeytin", slug="zeytin", order=9), TopicFactory(name="Arı", slug="ari", order=1)
    organisation = OrganisationFactory(topics=[first])

    save(editor, organisation, topics=[second.pk, first.pk])

    assert [row.tag for row in Organisation.objects.get(pk=organisation.pk).tagged_topics.all()] == [first, second]


def test_a_keyword_typed_in_other_letters_is_the_one_that_exists(editor):
    existing = KeywordFactory(name="Çevre")

    save(editor, keywords="ÇEVRE, cevre")

    assert Keyword.objects.get() == existing
    assert only("Işık Derneği").keywords.get() == existing


def test_the_keyword_box_suggests_only_what_the_public_sees(editor):
    OrganisationFactory(keywords=[KeywordFactory(name="Çevre")])
    OrganisationFactory(live=False, keywords=[KeywordFactory(name="Çevik taslak")])

    assert editor.get("/admin/keyword-autocomplete/", {"term": "ÇEV"}).json() == ["Çevre"]


@pytest.mark.parametrize("term", ["", '"', "%", "\x00", "x" * 10_000])
def test_the_keyword_box_takes_any_input(editor, term):
    assert editor.get("/admin/keyword-autocomplete/", {"term": term}).json() == []


# -- versions


def test_a_draft_stays_out_of_sight_until_it_is_published(editor):
    organisation = OrganisationFactory(name="Önce")

    save(editor, organisation, action="edit", name="Sonra")
    assert Organisation.objects.get(pk=organisation.pk).name == "Önce"

    save(editor, organisation, name="Sonra")
    assert Organisation.objects.get(pk=organisation.pk).name == "Sonra"


def test_scheduling_a_version_of_an_imported_profile_keeps_it_published(editor):
    organisation = OrganisationFactory(name="Önce")
    Origin.objects.create(organisation=organisation, digest="x", content_digest="x", imported_at=timezone.now())
    assert organisation.latest_revision is None
    tomorrow = timezone.localtime() + dt.timedelta(days=1)

    response = save(editor, organisation, name="Sonra", go_live_at=tomorrow.strftime("%Y-%m-%d %H:%M"))

    assert response.status_code == 302, problems(response)
    live = Organisation.objects.get(pk=organisation.pk)
    assert (live.live, live.name) == (True, "Önce")
    assert live.scheduled_revision.as_object().name == "Sonra"


def test_versions_are_compared_by_labels(editor):
    old, fresh = TopicFactory(name="Eski alan", slug="eski"), TopicFactory(name="Yeni alan", slug="yeni-slug")
    organisation = OrganisationFactory(name="Işık", topics=[old], languages=["tr"], target_groups=["women"], aliases=["Bir"])
    before = organisation.save_revision()
    organisation.topics.set([fresh])
    organisation.type = "foundation"
    organisation.languages = ["tr", "tsm"]
    organisation.open_to_cooperation = True
    organisation.aliases = ["Bir", "İki"]
    after = organisation.save_revision()

    page = editor.get(url("revisions_compare", organisation.pk, before.pk, after.pk)).content.decode()

    organisation_type = Organisation._meta.get_field("type")
    for label in ("Eski alan", "Yeni alan", "İki", str(dict(organisation_type.choices)["foundation"])):
        assert label in page
    for raw in ("yeni-slug", ">tsm", ">foundation", ">None", ">True", "[&#x27;", "&#x27;]"):
        assert raw not in page


def test_what_only_the_editor_of_formatted_text_adds_and_the_order_of_keywords_are_no_changes(editor):
    organisation = OrganisationFactory(about="<p>Bir</p>", keywords=[KeywordFactory(name=name) for name in ("çevre", "su")])
    before = organisation.save_revision()
    organisation.about = '<p data-block-key="x1">Bir</p>'
    organisation.keywords.set(reversed(organisation.keywords.all()))
    organisation.acronym = "ÇS"
    after = organisation.save_revision()

    page = editor.get(url("revisions_compare", organisation.pk, before.pk, after.pk))

    assert [comparison.field_label() for comparison in page.context["comparison"]] == ["Kısaltma"]


def test_the_first_version_of_an_imported_profile_is_nobodys_work(editor):
    organisation = OrganisationFactory(name="Önce")
    Origin.objects.create(organisation=organisation, digest="x", content_digest="x", imported_at=timezone.now())

    save(editor, organisation, name="Sonra")

    entries = ModelLogEntry.objects.order_by("timestamp")
    assert [entry.user_id is None for entry in entries][:2] == [True, False]


def test_an_earlier_version_can_be_brought_back(editor):
    organisation = OrganisationFactory(name="Önce")
    before = organisation.save_revision()
    organisation.name = "Sonra"
    organisation.save_revision().publish()

    form = form_of(Organisation.objects.get(pk=organisation.pk), name="Önce")
    response = editor.post(url("revisions_revert", organisation.pk, before.pk), {**form, "action-publish": "1"})

    assert response.status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).name == "Önce"


def test_a_version_is_readable_when_what_it_refers_to_is_gone(editor):
    province, gone = ProvinceFactory(name="Manisa"), DistrictFactory(name="Eski ilçe")
    kept, topic = DistrictFactory(province=province, name="Turgutlu"), TopicFactory(name="Eski alan", slug="eski")
    places = [OrganisationPlace(province=gone.province, district=gone), OrganisationPlace(province=province, district=kept)]
    organisation = OrganisationFactory(
        places=places, topics=[topic], keywords=[KeywordFactory(name="eski")], active_districts=[gone]
    )
    before = organisation.save_revision()
    organisation.places.clear()
    organisation.active_districts.clear()
    organisation.topics.clear()
    organisation.keywords.clear()
    organisation.save_revision().publish()
    for row in (gone, topic, *Keyword.objects.all()):
        row.delete()

    page = editor.get(url("revisions_revert", organisation.pk, before.pk))

    assert [row.district for row in page.context["form"].instance.places.all()] == [None, kept]
    assert editor.get(url("revisions_view", organisation.pk, before.pk)).status_code == 200
    assert editor.get(url("revisions_compare", organisation.pk, before.pk, "latest")).status_code == 200
    before.publish()
    assert [str(place) for place in Organisation.objects.get(pk=organisation.pk).places.all()] == ["İzmir", "Turgutlu, Manisa"]


def test_a_locked_profile_is_not_changed_by_another_editor(editor, client):
    organisation = OrganisationFactory(name="Önce")
    other = AdminFactory()
    Organisation.objects.filter(pk=organisation.pk).update(locked=True, locked_by=other, locked_at=timezone.now())

    save(editor, organisation, name="Sonra")

    assert Organisation.objects.get(pk=organisation.pk).name == "Önce"


def test_history_and_unpublish_work(editor):
    organisation = OrganisationFactory(name="Işık")
    organisation.save_revision().publish()

    assert editor.get(url("history", organisation.pk)).status_code == 200
    assert editor.post(url("unpublish", organisation.pk)).status_code == 302
    assert not Organisation.objects.get(pk=organisation.pk).live


def test_deleting_reserves_the_key(editor):
    organisation = OrganisationFactory(key="isik", name="Işık")

    assert editor.post(url("delete", organisation.pk)).status_code == 302
    assert RetiredKey.objects.get().key == "isik"


# -- what lies outside the versions


def test_confirming_does_not_touch_a_pending_draft(editor):
    organisation = OrganisationFactory(name="Önce")
    save(editor, organisation, action="edit", name="Sonra")

    assert editor.get(url("confirm", organisation.pk)).status_code == 200
    assert editor.post(url("confirm", organisation.pk)).status_code == 302

    assert Standing.objects.get(organisation=organisation).confirmed_on == timezone.localdate()
    Organisation.objects.get(pk=organisation.pk).latest_revision.publish()
    assert Standing.objects.get(organisation=organisation).confirmed_on == timezone.localdate()
    assert Organisation.objects.get(pk=organisation.pk).name == "Sonra"


def test_renaming_keeps_the_address_until_an_editor_changes_it(editor):
    organisation = OrganisationFactory(name="Önce")
    save(editor, organisation, name="Sonra")
    assert Address.objects.get(organisation=organisation, current=True).slug == "once"

    editor.post(url("address", organisation.pk))

    slugs = dict(Address.objects.filter(organisation=organisation).values_list("slug", "current"))
    assert slugs == {"once": False, "sonra": True}


@pytest.mark.parametrize("page", ["confirm", "address"])
def test_confirming_and_moving_need_permission(client, page):
    organisation = OrganisationFactory(name="Önce")
    user = UserFactory()
    client.force_login(user)

    client.post(url(page, organisation.pk))

    assert Standing.objects.get(organisation=organisation).confirmed_on is None
    assert Address.objects.filter(organisation=organisation).count() == 1


def test_a_second_organisation_of_one_name_is_told_and_saved(editor):
    first = OrganisationFactory(name="Işık Derneği", acronym="ID")
    OrganisationFactory(name="Işık Derneği Gönüllüleri")

    def told(response):
        shown = editor.get(response.url).context["messages"]
        return [str(message) for message in shown if "başka bir kuruluş" in str(message)]

    response = save(editor, name="IŞIK DERNEĞİ")
    second = only("IŞIK DERNEĞİ")
    assert [url("edit", first.pk) in text for text in told(response)] == [True]
    assert not told(save(editor, second)), "it was told when the name was given"
    assert not told(save(editor, second, name="Işıklı Dernek")), "nobody else has this one"
    assert told(save(editor, second, name="ışık derneği"))


@pytest.mark.parametrize("sent", ["<p>düz metin</p>", "[]", '{"blocks": [{"text": 5}]}', '{"blocks": null}', "\x00"])
def test_a_formatted_text_that_no_browser_sends_is_a_bad_request(editor, sent):
    organisation = OrganisationFactory(about="<p>Önceki</p>")

    response = save(editor, organisation, about=sent)

    assert response.status_code == 400
    organisation.refresh_from_db()
    assert organisation.about == "<p>Önceki</p>"
    assert organisation.latest_revision is None

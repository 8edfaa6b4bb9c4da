import re
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from directory.models import Address, Need, Offer, Organisation, OrganisationContact, OrganisationPlace
from directory.organisations.channels import channel
from directory.organisations.profile import profile_context
from directory.organisations.sections import sections
from search import sync
from tests.factories import DistrictFactory, OrganisationFactory, TopicFactory
from tests.factories.public import draft, expired, full_organisation, merged, path_of, standing, unpublished

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_profile_shows_what_is_known(client):
    html = page(client, path_of(full_organisation()))
    for text in (
        "Işık Derneği",
        "IŞD",
        "Kısa anlatım.",
        "Uzun <b>anlatım</b>.",
        "2004",
        "Engelli hakları",
        "Ergene Sokak 1",
        "Bornova",
        "Düz ayak salon",
        "Okuma gönüllüsü",
        "Işık Derneği kelimesi",
        "Işık Derneği Tüzel",
        'href="https://isik.example" rel="nofollow noopener"',
        'href="mailto:bilgi@isik.example"',
        'href="tel:02325550000"',
    ):
        assert text in html, text


def test_a_channel_meant_for_editors_is_not_shown(client):
    assert "0555 999" not in page(client, path_of(full_organisation()))


@pytest.mark.parametrize(
    ("visibility", "address", "district"), [("full", True, True), ("district", False, True), ("hidden", False, False)]
)
def test_a_place_shows_as_much_as_its_visibility_allows(client, visibility, address, district):
    bornova = DistrictFactory()
    place = OrganisationPlace(
        label="Sığınak", address="Saklı Sokak 3", province=bornova.province, district=bornova, visibility=visibility
    )
    html = page(client, path_of(full_organisation(places=[place])))
    assert ("Saklı Sokak 3" in html) is address
    assert ("Sığınak" in html) is address
    assert ("Bornova" in html) is district


def test_offers_and_needs_past_their_date_are_not_shown(client):
    yesterday, tomorrow = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=1)
    html = page(
        client,
        path_of(
            full_organisation(
                offers=[Offer(kind="venue", text="Geçmiş", until=yesterday), Offer(kind="venue", text="Süren", until=tomorrow)],
                needs=[
                    Need(kind="venue", text="Bitmiş", until=yesterday),
                    Need(kind="venue", text="Bugünlük", until=date.today()),
                ],
            )
        ),
    )
    assert "Süren" in html
    assert "Bugünlük" in html
    assert "Geçmiş" not in html
    assert "Bitmiş" not in html


def test_nothing_an_editor_wrote_becomes_markup(client):
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    html = page(
        client,
        path_of(
            full_organisation(
                name=f"Ad {evil}"[:200],
                summary=evil,
                about='<p onclick="x()">Merhaba</p><script>alert(3)</script><a href="javascript:alert(4)">bağ</a>',
                contacts=[
                    OrganisationContact(kind="website", value="javascript:alert(5)", label=evil),
                    OrganisationContact(kind="other", value=evil),
                ],
                offers=[Offer(kind="venue", text=evil)],
            )
        ),
    )
    assert "<script>" not in html
    assert "<img" not in html
    assert "onclick" not in html
    assert 'href="javascript' not in html
    assert "Merhaba" in html


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        ("website", "https://a.example/x?y=1", "https://a.example/x?y=1"),
        ("website", "kurulus.example", "https://kurulus.example"),
        ("website", "data:text/html,x", ""),
        ("instagram", "https://instagram.com/x", "https://instagram.com/x"),
        ("instagram", "@kurulus", ""),
        ("email", "a@b.example", "mailto:a@b.example"),
        ("email", "a@b.example?bcc=c", "mailto:a@b.example%3Fbcc%3Dc"),
        ("phone", "+90 (232) 555 00 00", "tel:+902325550000"),
        ("phone", "0232 555 00 00 dahili 12", "tel:02325550000"),
        ("phone", "yok", ""),
        ("whatsapp", "+90 555 000 00 00", "https://wa.me/905550000000"),
        ("other", "javascript:alert(1)", ""),
    ],
)
def test_a_channel_leads_only_where_it_says(kind, value, href):
    assert channel(OrganisationContact(kind=kind, value=value)).href == href


def test_missing_facts_are_said_and_not_invented(client):
    html = page(client, path_of(OrganisationFactory(name="Boş Dernek")))
    assert "İletişim bilgileri henüz girilmedi." in html
    assert "Kuruluşun ne yaptığı henüz girilmedi." in html
    assert "Ne sunuyor" not in html


def test_an_unclaimed_profile_says_so_with_its_source_and_lets_people_object(client):
    organisation = full_organisation()
    standing(organisation, basis="editor", source_title="Duyuru", source_date=date(2026, 1, 27))
    html = page(client, path_of(organisation))
    assert "Henüz sahiplenilmedi" in html
    assert "Bu profili bir editör yazdı; kuruluş henüz doğrulamadı." in html
    assert "Duyuru</span>, 27\u00a0Ocak\u00a02026" in html
    ways = re.findall(rf'href="{path_of(organisation)}bildir/(\w+)/"', html)
    assert ways == ["bizim", "yanlis", "listelenmesin"]


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [("import", "Bu profil toplu olarak aktarıldı."), ("editor", "Bu profili bir editör yazdı.")],
)
def test_a_profile_that_is_claimed_but_not_confirmed_says_one_thing_everywhere(client, basis, sentence):
    organisation = full_organisation()
    standing(organisation, basis=basis, claimed_at=timezone.now())
    html = page(client, path_of(organisation))
    assert "Sahiplenildi, henüz doğrulanmadı" in html
    assert f"{sentence} Kuruluş profili sahiplendi, henüz doğrulamadı." in html
    assert "Henüz sahiplenilmedi" not in html
    assert "/bildir/bizim/" not in html


def test_the_name_of_an_imported_file_is_shown_to_nobody(client):
    organisation = full_organisation()
    standing(organisation, basis="import", source_title="dernekler.jsonl")
    assert "dernekler.jsonl" not in page(client, path_of(organisation))
    standing(organisation, source_title="", source_date=date(2026, 1, 27))
    assert "Toplu aktarım, 27\u00a0Ocak\u00a02026" in page(client, path_of(organisation))


def test_the_source_is_turkish_on_an_english_page_and_its_date_is_not(client):
    organisation = full_organisation()
    standing(organisation, basis="editor", source_title="Duyuru", source_date=date(2026, 1, 27))
    assert '<span lang="tr">Duyuru</span>, 27\u00a0January\u00a02026' in page(client, f"/en{path_of(organisation)}")


@pytest.mark.parametrize(
    ("left_out", "link"),
    [((), ("contact", "İletişim ve yer")), (("contacts",), ("place", "Yer")), (("places",), ("contact", "İletişim"))],
)
def test_the_jump_on_a_telephone_leads_to_what_there_is(client, left_out, link):
    html = page(client, path_of(full_organisation(**{name: [] for name in left_out})))
    assert re.search(r'class="jump"><a [^>]*href="#(\w+)">.*?</svg>([^<]+)</a>', html, re.DOTALL).groups() == link


def test_a_confirmed_profile_says_when(client):
    organisation = full_organisation()
    standing(organisation, basis="organisation", claimed_at=timezone.now(), confirmed_on=date(2026, 1, 28))
    html = page(client, path_of(organisation))
    assert "Doğrulandı: 28\u00a0Ocak\u00a02026" in html
    assert "Henüz sahiplenilmedi" not in html
    assert "listelenmesin" not in html


@pytest.mark.parametrize(("status", "text"), [("closed", "kapandı"), ("dormant", "faal değil"), ("active", None)])
def test_a_profile_says_that_an_organisation_has_closed_or_rests(client, status, text):
    html = page(client, path_of(OrganisationFactory(status=status)))
    assert ('class="alert"' in html) is (text is not None)
    assert text is None or text in html


def test_missing_english_is_shown_in_turkish_and_marked(client):
    organisation = full_organisation(summary_en="Short.")
    html = page(client, f"/en{path_of(organisation)}")
    assert '<html lang="en">' in html
    assert '<p class="lead">Short.</p>' in html
    assert '<h1 lang="tr">' in html
    assert re.search(r'<div class="prose" lang="tr">', html)


def test_related_organisations_come_with_the_reason(client, index):
    topic = TopicFactory()
    organisation = full_organisation(topics=[topic])
    full_organisation("Komşu Derneği", topics=[topic])
    far = full_organisation("Uzak Dernek", topics=[topic], places=[])
    OrganisationFactory(name="İlgisiz Dernek")
    sync.drain()
    related = profile_context(Organisation.objects.get(pk=organisation.pk))["related"]
    assert [other.card.name for other in related] == ["Komşu Derneği", far.name]
    html = page(client, path_of(organisation))
    assert "Ortak hak alanı: Engelli hakları." in html
    assert "Aynı ilçede: Bornova." in html


def test_another_room_can_add_a_block_to_a_profile(client):
    organisation = full_organisation()
    sections.add(
        "deneme", template="components/count.html", build=lambda found: {"n": 7} if found.pk == organisation.pk else None
    )
    try:
        shown = profile_context(Organisation.objects.get(pk=organisation.pk))["sections"]
    finally:
        sections.remove("deneme")
    assert [(section.name, section.context) for section in shown] == [("deneme", {"n": 7})]


def test_a_profile_works_on_content_that_is_not_saved():
    organisation = Organisation(name="Taslak", type="association", key="taslak")
    context = profile_context(organisation)
    assert context["card"].name == "Taslak"
    assert context["related"] == []


def test_a_former_address_leads_to_the_current_one_and_keeps_the_query(client):
    organisation = full_organisation()
    Address.objects.create(slug="eski-ad", organisation=organisation, current=False)
    answer = client.get("/kuruluslar/eski-ad/?a=1")
    assert (answer.status_code, answer["Location"]) == (301, f"{path_of(organisation)}?a=1")


def test_a_key_leads_to_the_address(client):
    organisation = full_organisation(key="anahtar")
    answer = client.get("/en/kuruluslar/anahtar/")
    assert (answer.status_code, answer["Location"]) == (301, f"/en{path_of(organisation)}")


def test_a_merged_organisation_leads_to_the_one_that_stays(client):
    organisation = merged()
    answer = client.get(path_of(organisation))
    assert (answer.status_code, answer["Location"]) == (301, path_of(organisation.standing.merged_into))


def test_a_chain_of_merges_leads_to_its_end_and_a_circle_ends(client):
    first = merged()
    second, third = first.standing.merged_into, OrganisationFactory(name="Son")
    standing(second, merged_into=third)
    assert client.get(path_of(first))["Location"] == path_of(third)
    standing(third, merged_into=second)
    assert client.get(path_of(first)).status_code == 410


@pytest.mark.parametrize("build", [unpublished, expired])
def test_what_was_public_once_is_gone(client, build):
    html = page(client, path_of(build()), status=410)
    assert "artık yayında değil" in html


def test_a_removed_organisation_is_gone_by_address_and_by_key(client):
    organisation = full_organisation(key="anahtar")
    path = path_of(organisation)
    organisation.delete()
    assert client.get(path).status_code == 410
    assert client.get("/kuruluslar/anahtar/").status_code == 410


def test_what_was_never_published_is_not_found(client):
    organisation = draft()
    assert client.get(path_of(organisation)).status_code == 404
    assert client.get("/kuruluslar/boyle-bir-sey-yok/").status_code == 404


def test_the_list_is_in_turkish_order(client):
    names = ["Zeytin", "İncir", "Ilgın", "Şeftali", "Çınar", "Ceviz", "Sedir", "Üzüm", "Ufuk", "Ökse", "Okaliptüs"]
    for name in names:
        OrganisationFactory(name=name)
    html = page(client, "/kuruluslar/")
    found = re.findall(r"<bdi>([^<]+)</bdi>", html)
    assert found == ["Ceviz", "Çınar", "Ilgın", "İncir", "Okaliptüs", "Ökse", "Sedir", "Şeftali", "Ufuk", "Üzüm", "Zeytin"]


def test_the_list_is_narrowed_by_type_and_rights_area(client):
    topic = TopicFactory()
    OrganisationFactory(name="Birlik", type="union", topics=[topic])
    OrganisationFactory(name="Vakıf", type="foundation", topics=[topic])
    OrganisationFactory(name="Başka", type="union")
    html = page(client, f"/kuruluslar/?type=union&topic={topic.slug}")
    assert re.findall(r"<bdi>([^<]+)</bdi>", html) == ["Birlik"]


@pytest.mark.parametrize("query", ["page=9999", "page=x", "page=-1", "type=%00", "topic=%27", "q=x", "page=" + "9" * 400])
def test_a_malformed_list_address_still_answers(client, query):
    OrganisationFactory(name="Tek")
    assert "Tek" in page(client, f"/kuruluslar/?{query}")


def test_pages_of_the_list_keep_the_filter(client):
    for n in range(45):
        OrganisationFactory(name=f"Dernek {n:02d}")
    html = page(client, "/kuruluslar/?type=association")
    assert "Sonraki sayfa" in html
    assert "type=association&amp;page=2" in html
    second = page(client, "/kuruluslar/?type=association&page=2")
    assert len(re.findall(r"<bdi>", second)) == 5


def test_a_name_of_many_lines_is_written_smaller(client):
    assert '<h1 class="long-name">' in page(client, path_of(OrganisationFactory(name="Uzun ad " * 20)))
    assert "long-name" not in page(client, path_of(full_organisation("Kısa ad")))


def test_names_sort_alike_whichever_way_they_are_written():
    Organisation.objects.bulk_create(
        [Organisation(key="a", name="Çınar", type="union"), Organisation(key="b", name="Ceviz", type="union")]
    )
    assert list(Organisation.objects.order_by("sort_key").values_list("name", flat=True)) == ["Ceviz", "Çınar"]


def test_an_instance_from_before_puts_numbers_in_order(monkeypatch):
    migration = import_module("directory.migrations.0005_numbers_in_order")
    monkeypatch.setattr(migration, "AT_ONCE", 2)
    names = ["3. Mekan", "8 Mart", "14.51", "35½", "365 Gün"]
    Organisation.objects.bulk_create(
        [Organisation(key=f"n{n}", name=name, type="union") for n, name in enumerate(reversed(names))]
    )
    Organisation.objects.update(sort_key="0000")
    migration.put_in_order(apps, SimpleNamespace(connection=connection))
    assert list(Organisation.objects.order_by("sort_key").values_list("name", flat=True)) == names


def test_a_profile_asks_the_database_at_most_twenty_times(client, index, django_assert_max_num_queries):
    topic = TopicFactory()
    organisation = full_organisation(topics=[topic])
    for n in range(6):
        full_organisation(f"Komşu {n}", topics=[topic], key=f"komsu-{n}")
    sync.drain()
    with django_assert_max_num_queries(20):
        assert "Komşu 0" in page(client, path_of(organisation))


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_asks_the_database_as_often_for_many_rows(client, django_assert_max_num_queries, rows):
    for n in range(rows):
        full_organisation(f"Dernek {n}")
    with django_assert_max_num_queries(15):
        client.get("/kuruluslar/")


def test_dates_are_written_out_in_both_languages():
    from directory.templatetags.paydas import day

    assert day(date(2026, 1, 28)) == "28\u00a0Ocak\u00a02026"
    with translation.override("en"):
        assert day(date(2026, 1, 28)) == "28\u00a0January\u00a02026"

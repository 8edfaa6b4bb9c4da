"""load_network: organisations on an editor's word; edits stay, unknown sections are named, a bad file changes nothing."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from directory.exchange import loaders
from directory.exchange.loaders import LoadError, Report
from directory.exchange.network import load_network
from directory.exchange.reference import DATA_DIR
from directory.models import Organisation, OrganisationContact, Standing
from directory.organisations import services
from tests.factories import DistrictFactory, OrganisationFactory, ProvinceFactory, TopicFactory

pytestmark = pytest.mark.django_db

FILE = """
source: {title: "Duyuru", date: 2026-01-27, outlet: "Gazete"}
organisations:
  - {key: isik, name: "Işık", acronym: "I", type: platform, scope: provincial, province: İzmir, topics: [engelli-haklari]}
  - {key: deniz, name: "Deniz", type: association, aliases: [Mavi], province: İzmir, district: Bornova, active_in: [İzmir]}
"""


@pytest.fixture(autouse=True)
def _reference():
    TopicFactory()
    TopicFactory(name="Kadın hakları", slug="kadin-haklari")
    DistrictFactory(province=ProvinceFactory(code="35"))


@pytest.fixture
def load(tmp_path):
    def load(text=FILE):
        path = tmp_path / "ag.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_network([path])[0]

    return load


def isik():
    return Organisation.objects.get(key="isik")


def test_organisations_arrive_published_on_an_editors_word(load):
    load()

    organisation = Organisation.objects.public().get(key="isik")
    assert (organisation.name, organisation.acronym, organisation.type, organisation.scope) == (
        "Işık", "I", "platform", "provincial",
    )  # fmt: skip
    assert [topic.slug for topic in organisation.topics.all()] == ["engelli-haklari"]
    standing = organisation.standing
    assert (standing.basis, standing.source_title, standing.source_date) == ("editor", "Duyuru", dt.date(2026, 1, 27))
    assert organisation.live_revision is not None
    deniz = Organisation.objects.get(key="deniz")
    assert str(deniz.places.get()) == "Bornova, İzmir"
    assert [province.slug for province in deniz.active_provinces.all()] == ["izmir"]


def test_second_load_changes_nothing(load):
    load()
    before = list(Organisation.objects.values_list("key", "latest_revision", "last_published_at"))

    report = load().reports[0]

    assert (report.created, report.updated, report.unchanged, report.notes) == (0, 0, 2, [])
    assert list(Organisation.objects.values_list("key", "latest_revision", "last_published_at")) == before


def test_editors_change_stays_and_the_files_change_reaches_the_rest(load):
    load()
    services.write_content(organisation=isik(), values={"name": "Işık Ağı", "topics": []})

    report = load(FILE.replace('acronym: "I"', 'acronym: "IŞK"').replace('name: "Işık"', 'name: "Işıklar"')).reports[0]

    organisation = isik()
    assert (organisation.name, organisation.acronym, organisation.topics.count()) == ("Işık Ağı", "IŞK", 0)
    assert report.updated == 1
    assert any("Işık Ağı" in note for note in report.notes)


def test_address_an_editor_added_stays(load):
    load()
    place = {"province": ProvinceFactory(), "address": "Kıbrıs Şehitleri Cad. 1"}
    services.write_content(organisation=isik(), values={"places": [place]})

    report = load().reports[0]

    assert isik().places.get().address == "Kıbrıs Şehitleri Cad. 1"
    assert len(report.notes) == 1


def test_what_the_file_does_not_mention_is_not_touched(load):
    load()
    services.write_content(organisation=isik(), values={"contacts": [{"kind": "phone", "value": "0232 000 00 00"}]})

    report = load().reports[0]

    assert isik().contacts.count() == 1
    assert report.notes == []


def test_pending_draft_keeps_its_changes_and_gets_the_files(load):
    load()
    draft = isik()
    draft.summary = "taslak"
    revision = draft.save_revision()

    load(FILE.replace('acronym: "I"', 'acronym: "IŞK"'))
    revision.refresh_from_db()
    revision.publish()

    assert (isik().summary, isik().acronym) == ("taslak", "IŞK")


def test_deleted_organisation_stays_deleted_and_is_named(load):
    load()
    isik().delete()

    report = load().reports[0]

    assert not Organisation.objects.filter(key="isik").exists()
    assert any("Işık" in note for note in report.notes)


def test_merged_organisation_stays_merged_and_is_named(load):
    load()
    services.merge_organisations(source=isik(), target=Organisation.objects.get(key="deniz"))

    report = load().reports[0]

    assert Standing.objects.get(organisation__key="isik").merged_into.key == "deniz"
    assert any("Deniz" in note for note in report.notes)


def test_organisation_that_was_here_before_is_adopted_and_not_overwritten(load):
    OrganisationFactory(key="isik", name="Eski Işık", contacts=[OrganisationContact(kind="phone", value="0232 1")])

    report = load().reports[0]

    assert isik().name == "Eski Işık"
    assert report.created == 1
    assert any("Eski Işık" in note for note in report.notes)


def test_source_follows_the_file_until_the_organisation_speaks_for_itself(load):
    load()
    load(FILE.replace("2026-01-27", "2026-03-01"))

    assert isik().standing.source_date == dt.date(2026, 3, 1)


def test_sections_nobody_reads_are_named_with_counts(load):
    result = load(FILE + "events: [{key: a}, {key: b}]\nnews: [{}]\nnotes: {a: 1}\n")

    assert result.unknown == {"events": 2, "news": 1, "notes": 1}


def test_registered_section_is_loaded_by_its_room(load, monkeypatch):
    monkeypatch.setattr(loaders, "_loaders", {})
    seen = []

    def loader(items, provenance):
        seen.append((items, provenance.title))
        return Report(label="Etkinlikler", created=len(items))

    loaders.register("events", loader)
    result = load(FILE + "events: [{key: a}]\n")

    assert seen == [([{"key": "a"}], "Duyuru")]
    assert result.unknown == {}
    assert result.reports[1].label == "Etkinlikler"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("organisations: [", "ag.yaml"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("- 1", "ag.yaml"),
        ("", "ag.yaml"),
        ("organisations: {a: 1}", "organisations"),
        ("organisations: [1]", "1"),
        ("organisations: [{1: 2}]", "key"),
        ("source: Duyuru\norganisations: []", "title"),
        ("source: {date: dün}\norganisations: []", "title"),
        (FILE.replace("engelli-haklari", "enegli-haklari"), "engelli-haklari"),
        (FILE.replace("district: Bornova", "district: Bornva"), "Bornova"),
        (FILE.replace("type: platform", "type: platfrm"), "platform"),
        (FILE.replace("key: deniz", "key: isik"), "isik"),
        (FILE.replace("key: deniz,", "key: deniz, key: deniz2,"), "key"),
        (FILE.replace("aliases: [Mavi]", "alias: [Mavi]"), "aliases"),
        (FILE.replace('"Deniz"', '"Deniz\\0"'), "name"),
    ],
)
def test_bad_file_is_a_sentence_and_writes_nothing(load, text, expected):
    with pytest.raises(LoadError, match=expected):
        load(text)

    assert not Organisation.objects.exists()


def test_one_bad_file_of_two_writes_nothing(tmp_path):
    good, bad = tmp_path / "a.yaml", tmp_path / "b.yaml"
    good.write_text(FILE, encoding="utf-8")
    bad.write_text(FILE.replace("isik", "isik-2").replace("type: platform", "type: x"), encoding="utf-8")

    with pytest.raises(LoadError, match=r"b\.yaml"):
        load_network([good, bad])
    assert not Organisation.objects.exists()


def test_command_says_what_it_did_and_what_it_left():
    call_command("load_reference", stdout=StringIO())
    out = StringIO()

    call_command("load_network", str(DATA_DIR / "izmir.yaml"), stdout=out)

    assert "20" in out.getvalue()
    assert {"relations", "events", "news"} <= {line.split(":")[0] for line in out.getvalue().splitlines()}
    assert Organisation.objects.public().count() == 20


def test_command_fails_with_a_sentence(tmp_path):
    with pytest.raises(CommandError, match=r"yok\.yaml"):
        call_command("load_network", str(tmp_path / "yok.yaml"))

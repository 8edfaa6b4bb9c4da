"""load_reference: places, rights areas and synonyms; editors' changes stay and are named."""

import shutil
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError

from directory.exchange.loaders import LoadError
from directory.exchange.reference import DATA_DIR, load_reference
from directory.models import District, LoadedRecord, Province, Topic, TopicGroup, TopicSynonym
from tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db

PROVINCES = "code,name,slug,region_tr,region_en,latitude,longitude\n35,İzmir,izmir,Ege,Aegean,38.4,27.1\n"
DISTRICTS = "province_code,name,slug,latitude,longitude\n35,Bornova,bornova,38.4,27.2\n35,Konak,konak,38.4,27.1\n"
THESAURUS = {
    "groups": [{"slug": "esitlik", "tr": "Eşitlik", "en": "Equality"}],
    "topics": [
        {
            "slug": "engelli-haklari",
            "group": "esitlik",
            "tr": "Engelli hakları",
            "en": "Disability rights",
            "sdg": 10,
            "synonyms": ["engelsiz", "ENGELSİZ", "sağır"],
            "synonyms_en": ["disabled"],
            "hidden_synonyms": ["sakat"],
        },
        {"slug": "lgbti", "group": "esitlik", "tr": "LGBTİ+", "en": "LGBTI+", "protects_addresses": True},
    ],
}


@pytest.fixture
def data(tmp_path):
    """A small copy of the shipped data that a test may change."""
    (tmp_path / "provinces.csv").write_text(PROVINCES, encoding="utf-8")
    (tmp_path / "districts.csv").write_text(DISTRICTS, encoding="utf-8")
    return ship(tmp_path, THESAURUS)


def ship(folder, thesaurus):
    (folder / "topics.yaml").write_text(yaml.safe_dump(thesaurus, allow_unicode=True), encoding="utf-8")
    return folder


def changed(**topic):
    first, *rest = THESAURUS["topics"]
    return THESAURUS | {"topics": [first | topic, *rest]}


def totals(reports):
    return {name: sum(getattr(report, name) for report in reports) for name in ("created", "updated", "unchanged", "removed")}


def notes(reports):
    return [note for report in reports for note in report.notes]


def test_everything_arrives(data):
    load_reference(data)

    assert District.objects.get(slug="bornova").province.code == "35"
    topic = Topic.objects.get(slug="engelli-haklari")
    assert (topic.name, topic.name_en, topic.group.slug, topic.sdg) == (
        "Engelli hakları", "Disability rights", "esitlik", 10,
    )  # fmt: skip
    assert list(topic.synonyms.values_list("term", "lang", "relation")) == [
        ("engelsiz", "tr", "two_way"), ("sağır", "tr", "two_way"), ("disabled", "en", "two_way"), ("sakat", "tr", "hidden"),
    ]  # fmt: skip
    assert Topic.objects.get(slug="lgbti").protects_addresses


def test_second_run_changes_nothing(data, django_assert_max_num_queries):
    first = totals(load_reference(data))
    stamps = list(LoadedRecord.objects.values_list("loaded_at"))

    with django_assert_max_num_queries(30):
        second = totals(load_reference(data))

    assert second == {"created": 0, "updated": 0, "unchanged": first["created"], "removed": 0}
    assert list(LoadedRecord.objects.values_list("loaded_at")) == stamps


def test_editors_change_stays_and_is_named(data):
    load_reference(data)
    Topic.objects.filter(slug="engelli-haklari").update(name="Engelli bireylerin hakları")

    reports = load_reference(data)

    assert Topic.objects.get(slug="engelli-haklari").name == "Engelli bireylerin hakları"
    assert totals(reports)["updated"] == 0
    assert any("Engelli bireylerin hakları" in note for note in notes(reports))


def test_shipped_change_reaches_the_unedited_fields_of_an_edited_row(data):
    load_reference(data)
    Topic.objects.filter(slug="engelli-haklari").update(name="Engelli bireylerin hakları")

    load_reference(ship(data, changed(en="Rights of disabled people", tr="Engellilerin hakları")))

    topic = Topic.objects.get(slug="engelli-haklari")
    assert (topic.name, topic.name_en) == ("Engelli bireylerin hakları", "Rights of disabled people")


def test_deleted_synonym_stays_deleted_and_is_named(data):
    load_reference(data)
    TopicSynonym.objects.filter(term="engelsiz").delete()

    reports = load_reference(data)

    assert not TopicSynonym.objects.filter(term="engelsiz").exists()
    assert any("engelsiz" in note for note in notes(reports))


def test_synonym_that_left_the_file_goes_unless_somebody_edited_it(data):
    load_reference(data)
    TopicSynonym.objects.filter(term="sağır").update(relation="hidden")

    reports = load_reference(ship(data, changed(synonyms=[])))

    assert set(TopicSynonym.objects.values_list("term", flat=True)) == {"sağır", "disabled", "sakat"}
    assert any("sağır" in note for note in notes(reports))


def test_renamed_slug_is_an_edit_and_not_a_deletion(data):
    load_reference(data)
    Topic.objects.filter(slug="lgbti").update(slug="lgbti-haklari")
    District.objects.filter(slug="konak").update(slug="konak-merkez")

    reports = load_reference(data)

    assert totals(reports)["created"] == 0
    assert Topic.objects.count() == 2
    assert District.objects.count() == 2


def test_synonyms_follow_a_topic_whose_slug_an_editor_changed(data):
    load_reference(data)
    Topic.objects.filter(slug="engelli-haklari").update(slug="engelliler")

    load_reference(ship(data, changed(synonyms=["engelsiz", "sağır", "otizm"])))

    assert TopicSynonym.objects.get(term="otizm").topic.slug == "engelliler"


def test_deleted_topic_takes_its_shipped_synonyms_along(data):
    load_reference(data)
    Topic.objects.filter(slug="engelli-haklari").delete()

    reports = load_reference(data)

    assert not TopicSynonym.objects.exists()
    assert not Topic.objects.filter(slug="engelli-haklari").exists()
    assert any("Engelli hakları" in note for note in notes(reports))


def test_what_was_here_before_the_first_load_is_kept_as_it_is(data):
    ProvinceFactory(code="35", name="İzmir", slug="izmir", region_tr="Batı")

    reports = load_reference(data)

    assert Province.objects.get(code="35").region_tr == "Batı"
    assert any("İzmir" in note for note in notes(reports))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("topics.yaml", b"groups: ["),
        ("topics.yaml", b"\xff\xfe"),
        ("topics.yaml", b"- 1"),
        ("topics.yaml", b"groups: [1]\ntopics: []"),
        ("provinces.csv", b"code\n35\n"),
        ("districts.csv", b"province_code,name,slug,latitude,longitude\n35,X,x,kuzey,27\n"),
    ],
)
def test_broken_data_loads_nothing(data, name, content):
    (data / name).write_bytes(content)

    with pytest.raises(LoadError):
        load_reference(data)
    assert not Province.objects.exists()


def test_topic_of_an_unknown_group_is_left_out(data):
    load_reference(ship(data, changed(group="yok")))

    assert list(Topic.objects.values_list("slug", flat=True)) == ["lgbti"]


def test_invalid_row_names_it_and_loads_nothing(data):
    ship(data, changed(slug="Büyük Harf"))

    with pytest.raises(LoadError, match="Büyük Harf"):
        load_reference(data)
    assert not TopicGroup.objects.exists()


def test_missing_file_is_a_sentence(data):
    (data / "provinces.csv").unlink()

    with pytest.raises(LoadError, match=r"provinces\.csv"):
        load_reference(data)


def test_command_prints_a_line_a_table():
    out = StringIO()

    call_command("load_reference", stdout=out)

    assert "81" in out.getvalue().splitlines()[0]
    assert "973" in out.getvalue().splitlines()[1]
    assert Topic.objects.count() == 40


def test_command_fails_with_a_sentence(data, monkeypatch):
    shutil.copytree(DATA_DIR, data / "copy")
    monkeypatch.setattr("directory.management.commands.load_reference.load_reference", _broken)

    with pytest.raises(CommandError, match="kapı"):
        call_command("load_reference")


def _broken():
    raise LoadError("kapı")

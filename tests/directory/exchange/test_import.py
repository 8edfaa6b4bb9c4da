"""import_organisations: two phases, all or nothing, conflicts left alone, killed runs resumed."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from directory.exchange.importing import apply
from directory.exchange.importing import run as importing
from directory.exchange.models import ImportRun
from directory.models import Address, Keyword, KeywordSynonym, Organisation, Origin, RetiredKey, Standing
from directory.organisations import services
from tests.factories import AdminFactory, DistrictFactory, OrganisationFactory, ProvinceFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db

EVALUATION = Path(__file__).resolve().parents[2] / "evaluation" / "organisations.jsonl"
ROW = {
    "key": "isik",
    "name": "Işık Derneği",
    "acronym": "IŞD",
    "aliases": ["Işık", "IŞIK"],
    "type": "association",
    "summary": "Kısa.",
    "about": "Bir <b>iki</b>.\nÜç.\n\nDört & beş.",
    "topics": ["kadin-haklari", "engelli-haklari"],
    "keywords": ["rampa", "Rampa", "ÇEVRE"],
    "province": "İzmir",
    "district": "Bornova",
    "address": "Cadde 1",
    "latitude": 38.46,
    "longitude": 27.21,
    "website": "https://isik.example",
    "email": "bilgi@isik.example",
    "phone": "0232 000 00 00",
    "founded": 2009,
    "scope": "local",
    "active_in": ["İzmir", "Bornova"],
    "languages": ["tr", "tsm"],
    "target_groups": ["women"],
    "offers": ["Salonumuz", {"kind": "legal", "text": "Danışma", "until": "2099-12-31"}],
    "needs": [{"kind": "volunteers", "text": "Gönüllü"}],
}


@pytest.fixture(autouse=True)
def _reference(monkeypatch, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    TopicFactory()
    TopicFactory(name="Kadın hakları", slug="kadin-haklari")
    TopicFactory(name="LGBTİ+ hakları", slug="lgbti", protects_addresses=True)
    DistrictFactory(province=ProvinceFactory(code="35"))
    monkeypatch.setattr(importing, "BREATH", 0)


@pytest.fixture
def write(tmp_path):
    def write(*rows, name="kuruluslar.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    return write


def row(key="isik", **values):
    return {"key": key, "name": key.title(), "type": "association"} | values


def run(path, *options):
    out, err = StringIO(), StringIO()
    call_command("import_organisations", path, *options, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def counts():
    return ImportRun.objects.latest("id").counts


def get(key="isik"):
    return Organisation.objects.get(key=key)


# -- new rows


def test_every_column_arrives(write):
    run(write(ROW), "--publish")

    organisation = Organisation.objects.public().get()
    assert organisation.name == "Işık Derneği"
    assert organisation.aliases == ["Işık"]
    assert organisation.about == "<p>Bir &lt;b&gt;iki&lt;/b&gt;.<br/>Üç.</p><p>Dört &amp; beş.</p>"
    assert [topic.slug for topic in organisation.topics.all()] == ["kadin-haklari", "engelli-haklari"]
    assert sorted(keyword.folded for keyword in organisation.keywords.all()) == ["cevre", "rampa"]
    place = organisation.places.get()
    assert (str(place), place.address, place.latitude, place.visibility) == ("Bornova, İzmir", "Cadde 1", 38.46, "full")
    assert [(c.kind, c.value, c.visibility) for c in organisation.contacts.all()] == [
        ("website", "https://isik.example", "public"),
        ("email", "bilgi@isik.example", "public"),
        ("phone", "0232 000 00 00", "public"),
    ]
    assert (organisation.founded, organisation.scope, organisation.languages, organisation.target_groups) == (
        2009, "local", ["tr", "tsm"], ["women"],
    )  # fmt: skip
    assert [p.slug for p in organisation.active_provinces.all()] == ["izmir"]
    assert [d.slug for d in organisation.active_districts.all()] == ["bornova"]
    assert [(o.kind, o.text, o.until) for o in organisation.offers.all()] == [
        ("other", "Salonumuz", None),
        ("legal", "Danışma", dt.date(2099, 12, 31)),
    ]
    assert [(n.kind, n.text) for n in organisation.needs.all()] == [("volunteers", "Gönüllü")]
    assert organisation.standing.basis == "import"
    assert organisation.addresses.get(current=True).slug == "isik-dernegi"
    assert "isik dernegi" in organisation.search_text
    assert organisation.latest_revision is None


def test_evaluation_set_loads_completely():
    call_command("load_reference", stdout=StringIO())

    run(str(EVALUATION), "--publish")

    assert Organisation.objects.public().count() == 160
    assert Address.objects.filter(current=True).count() == 160


def test_sensitive_rights_area_hides_the_address(write):
    run(write(ROW | {"topics": ["lgbti"]}), "--publish")

    assert get().places.get().visibility == "district"


def test_without_publish_new_rows_are_drafts_that_nobody_sees(write):
    run(write(ROW))

    assert not Organisation.objects.public().exists()
    assert (get().live, get().has_unpublished_changes, get().last_published_at) == (False, True, None)


def test_imported_draft_can_be_published_in_the_admin(write, client):
    run(write(row()))
    client.force_login(AdminFactory())
    edit = reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[get().pk])

    assert client.get(edit).status_code == 200
    get().save_revision().publish()
    assert Organisation.objects.public().get().key == "isik"


def test_same_file_with_publish_publishes_the_drafts(write):
    path = write(row(), row("deniz"))
    run(path)
    run(path, "--publish")

    assert Organisation.objects.public().count() == 2
    assert counts() == {"published": 2}


def test_keyword_that_was_merged_gives_the_other_one(write):
    target = Keyword.objects.create(name="erişilebilirlik", slug="erisilebilirlik")
    KeywordSynonym.objects.create(keyword=target, term="rampa")

    run(write(row(keywords=["RAMPA", "Erişilebilirlik"])))

    assert [keyword.name for keyword in get().keywords.all()] == ["erişilebilirlik"]


def test_keywords_with_the_same_slug_stay_apart(write):
    run(write(row(keywords=["a b", "a-b", "a.b", "中", "文"])))

    assert len(set(get().keywords.values_list("slug", flat=True))) == 5


def test_first_edit_after_an_import_keeps_the_imported_state_as_its_baseline(write):
    run(write(ROW), "--publish")
    organisation = get()
    organisation.summary = "Düzeltilmiş."

    organisation.save_revision(user=UserFactory())

    baseline, edit = organisation.revisions.order_by("created_at")
    assert (baseline.content["summary"], edit.content["summary"]) == ("Kısa.", "Düzeltilmiş.")
    assert len(baseline.content["offers"]) == 2
    assert get().live_revision == baseline
    assert get().summary == "Kısa."


def test_scheduling_the_first_edit_keeps_the_profile_online(write):
    run(write(ROW), "--publish")
    organisation = get()
    organisation.go_live_at = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)

    organisation.save_revision().publish()

    assert Organisation.objects.public().get().summary == "Kısa."


# -- again


def test_same_file_again_writes_nothing(write):
    path = write(ROW, row("deniz"))
    run(path, "--publish")
    before = list(Organisation.objects.values_list("key", "last_published_at"))

    run(path, "--publish")

    assert list(Organisation.objects.values_list("key", "last_published_at")) == before
    assert Origin.objects.count() == 2


def test_changed_row_is_published_as_a_revision_and_the_rest_skipped(write):
    run(write(ROW, row("deniz")), "--publish")

    run(write(ROW | {"summary": "Yeni.", "topics": ["engelli-haklari"]}, row("deniz")), "--publish")

    organisation = get()
    assert organisation.summary == "Yeni."
    assert [topic.slug for topic in organisation.topics.all()] == ["engelli-haklari"]
    assert organisation.live_revision.content["summary"] == "Yeni."
    assert [revision.content["summary"] for revision in organisation.revisions.order_by("created_at")] == ["Kısa.", "Yeni."]
    assert counts() == {"changed": 1}
    assert get("deniz").latest_revision is None


def test_third_version_is_no_conflict_with_the_second(write):
    for summary in ("Bir.", "İki.", "Üç."):
        run(write(ROW | {"summary": summary}), "--publish")

    assert get().summary == "Üç."


def test_column_that_is_missing_stays_and_an_empty_one_empties(write):
    run(write(ROW), "--publish")
    slim = {name: ROW[name] for name in ("key", "name", "type", "keywords", "acronym", "email")}

    run(write(slim | {"keywords": [], "acronym": None, "email": "yeni@isik.example"}), "--publish")

    organisation = get()
    assert (organisation.summary, organisation.acronym, organisation.keywords.count()) == ("Kısa.", "", 0)
    assert {c.kind: c.value for c in organisation.contacts.all()} == {
        "website": "https://isik.example",
        "email": "yeni@isik.example",
        "phone": "0232 000 00 00",
    }
    assert organisation.places.count() == 1


def test_more_changed_rows_than_a_transaction_holds_all_arrive(write):
    keys = [f"k{n}" for n in range(45)]
    run(write(*(row(key) for key in keys)), "--publish")

    run(write(*(row(key, summary="Yeni.") for key in keys)), "--publish")

    assert Organisation.objects.filter(summary="Yeni.").count() == 45


# -- conflicts


def _draft(organisation):
    organisation.summary = "taslak"
    organisation.save_revision()


def _edit(organisation):
    organisation.summary = "elle"
    organisation.save_revision(user=UserFactory()).publish()


def _tag(organisation):
    services.write_content(organisation=organisation, values={"topics": []})


def _lock(organisation):
    Organisation.objects.filter(pk=organisation.pk).update(locked=True)


def _workflow(organisation):
    organisation.save_revision()
    Workflow.objects.first().start(organisation, UserFactory())


def _schedule(organisation):
    organisation.go_live_at = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    organisation.save_revision().publish()


def _unpublish(organisation):
    organisation.unpublish()


def _confirm(organisation):
    services.confirm(organisation=organisation)


def _claim(organisation):
    services.claim(organisation=organisation)


def _merge(organisation):
    services.merge_organisations(source=organisation, target=OrganisationFactory(key="hedef"))


@pytest.mark.parametrize("event", [_draft, _edit, _tag, _lock, _workflow, _schedule, _unpublish, _confirm, _claim, _merge])
def test_what_people_did_since_is_a_reported_conflict_and_left_alone(write, event):
    run(write(row(summary="eski", topics=["lgbti"]), row("deniz", summary="eski")), "--publish")
    event(get())
    before = (get().summary, get().live, list(get().topics.all()))

    output = run(write(row(summary="yeni", topics=["lgbti"]), row("deniz", summary="yeni")), "--publish")

    assert (get().summary, get().live, list(get().topics.all())) == before
    assert get("deniz").summary == "yeni"
    assert "isik" in output
    assert "deniz" not in output


def test_draft_pending_and_import_then_publish_loses_nothing(write):
    run(write(row(summary="eski")), "--publish")
    organisation = get()
    organisation.summary = "taslak"
    revision = organisation.save_revision()

    run(write(row(summary="yeni")), "--publish")
    revision.publish()

    assert get().summary == "taslak"


def test_organisation_entered_by_hand_is_left_alone(write):
    OrganisationFactory(key="isik", name="Elle")

    assert "isik" in run(write(row()), "--publish")
    assert get().name == "Elle"


def test_removed_key_is_not_used_again(write):
    RetiredKey.objects.create(key="isik")

    assert "isik" in run(write(row()), "--publish")
    assert not Organisation.objects.exists()


# -- problems


def test_one_bad_row_stops_all_and_names_row_column_value_and_hint(write):
    path = write(row("deniz"), row(topics=["enegli-haklari"]))
    err = StringIO()

    with pytest.raises(CommandError):
        call_command("import_organisations", path, stderr=err)

    assert "2" in err.getvalue()
    assert "topics: “enegli-haklari”" in err.getvalue()
    assert "(engelli-haklari?)" in err.getvalue()
    assert not Organisation.objects.exists()
    assert not Keyword.objects.exists()
    assert not ImportRun.objects.exists()


def test_keep_going_imports_the_good_rows(write):
    run(write(row("deniz"), row(type="dernek?"), row("ay")), "--keep-going", "--publish")

    assert set(Organisation.objects.values_list("key", flat=True)) == {"deniz", "ay"}


def test_dry_run_writes_nothing_and_says_what_would_happen(write):
    run(write(row("deniz")), "--publish")
    ImportRun.objects.all().delete()

    output = run(write(row("deniz", summary="x"), row("ay", keywords=["k"])), "--publish", "--dry-run")

    assert get("deniz").summary == ""
    assert not Keyword.objects.exists()
    assert not ImportRun.objects.exists()
    assert output.count("1") >= 2


# -- interrupted runs


class Killed(BaseException):
    """What a kill looks like from inside."""


@pytest.fixture
def interrupted(write, monkeypatch):
    """Import 1,200 rows and be killed after the first of the transactions."""
    path = write(*(row(f"k{n}") for n in range(1200)))
    original = importing.apply_piece

    def apply_piece(rows, **options):
        if rows[0].key != "k0":
            raise Killed
        return original(rows, **options)

    monkeypatch.setattr(importing, "apply_piece", apply_piece)
    with pytest.raises(Killed):
        run(path, "--publish")
    monkeypatch.setattr(importing, "apply_piece", original)
    return path


def test_killed_run_resumes_and_counts_each_row_once(interrupted):
    assert (ImportRun.objects.get().state, ImportRun.objects.get().done_rows) == ("running", 100)

    output = run(interrupted, "--publish")

    assert Organisation.objects.count() == 1200
    assert Standing.objects.count() == Address.objects.count() == Origin.objects.count() == 1200
    finished = ImportRun.objects.get()
    assert (finished.state, finished.done_rows, finished.counts) == ("done", 1200, {"new": 1200})
    assert "100" in output


@pytest.mark.parametrize(("held", "sizes"), [(1e6, [100, 400, 500, 20]), (1e-9, [100] + [1] * 20)])
def test_a_transaction_takes_as_many_rows_as_others_can_wait_for(write, monkeypatch, held, sizes):
    monkeypatch.setattr(apply, "HELD", held)
    original, taken = importing.apply_piece, []

    def apply_piece(rows, **options):
        taken.append(len(rows))
        return original(rows, **options)

    monkeypatch.setattr(importing, "apply_piece", apply_piece)
    monkeypatch.setattr(importing, "BREATH", 0)
    run(write(*(row(f"k{n}") for n in range(sum(sizes)))), "--publish")
    assert taken == sizes
    assert Organisation.objects.count() == sum(sizes)


def test_killed_run_of_a_file_that_changed_starts_afresh_and_says_so(interrupted, write):
    write(row("k0", summary="yeni"), row("k1199"))

    output = run(interrupted, "--publish")

    assert set(ImportRun.objects.values_list("state", flat=True)) == {"abandoned", "done"}
    assert get("k0").summary == "yeni"
    assert Organisation.objects.count() == 101
    assert len(output.splitlines()) >= 2


def test_profiles_say_where_an_import_came_from(write):
    run(write(row()), "--publish", "--source", "  Dernekler   listesi 2026 ")
    run(write(row("deniz"), name="deniz.jsonl"), "--publish")

    assert get().standing.source_title == "Dernekler listesi 2026"
    assert get("deniz").standing.source_title == ""  # a file's name tells visitors nothing
    assert get("deniz").standing.source_date == timezone.localdate()


def test_the_summary_says_what_happened_and_nothing_else(write):
    assert run(write(row(), row("deniz"))).endswith("2 yeni, taslak olarak.\n")
    assert run(write(row(), row("deniz")), "--publish").endswith("2 taslak yayımlandı.\n")
    assert run(write(row(), row("deniz"), row("umut")), "--publish").endswith("1 yeni ve yayımlandı, 2 olduğu gibi.\n")

"""Moving to another database and back: every row, the outbox and its counting; and what is refused changes nothing."""

import json

import pytest

from cms.core import moving
from tests import migrated
from tests.instances import Instance, databases, shell

NEXT = """
from directory.models import Organisation
from search import consumers
before = consumers.newest_change()
organisation = Organisation.objects.get(key="k-1")
organisation.summary = "Yeni adreste yazıldı"
organisation.save_revision().publish()
print("NEXT", consumers.newest_change() > before > 0, Organisation.objects.order_by("-pk").first().pk)
"""
PLACES = """
from directory.models import District, Province, Topic, TopicGroup
izmir = Province.objects.create(code="35", name="İzmir", slug="izmir", latitude=38.42, longitude=27.13)
District.objects.create(province=izmir, name="Bornova", slug="bornova", latitude=38.47, longitude=27.22, aliases=["Ova"])
group = TopicGroup.objects.create(slug="esitlik", name="Eşitlik")
Topic.objects.create(slug="kadin-haklari", name="Kadın hakları", group=group)
"""
ONE_LESS = 'from directory.models import Organisation; Organisation.objects.get(key="k-29").delete()'
PLANT = """
from directory.models import Organisation, Topic
Organisation.objects.filter(key="k-2").update(summary="sa\\x00tır")
Organisation.objects.filter(key="k-3").update(acronym="u" * 300)
"""
TAKE_OUT = """
from directory.models import Organisation
Organisation.objects.filter(key__in=["k-2", "k-3"]).update(summary="", acronym="")
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """An instance on SQLite with revisions, rights areas, accounts, a deleted row and an index."""
    made = Instance(tmp_path_factory.mktemp("full"), "")
    rows = [
        {"key": f"k-{n}", "name": f"Işık İzi {n}", "type": "association", "topics": ["kadin-haklari"], "province": "izmir",
         "district": "bornova", "needs": [{"kind": "volunteers", "text": "Okuma gönüllüsü"}]}
        for n in range(30)
    ]  # fmt: skip
    file = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    made.migrate()
    made.all_well(
        shell(PLACES),
        ["prepare_site"],
        ["import_organisations", str(file), "--publish"],
        ["create_editor", "editor@ornek.example"],
        ["search_rebuild"],
        shell(ONE_LESS),
        ["search_sync"],
    )
    return made


@pytest.fixture
def database():
    """Return a maker of databases on the server of this run."""
    with databases() as make:
        yield make


def dump(instance):
    """Return everything an instance holds, as Django's own serializer tells it; what worker and index note is not of it."""
    without = ("-esearch.Consumer", "-esearch.Confirmation", "-esearch.JobRun", "-ewagtailsearch")
    return json.loads(instance.well("dumpdata", *without))


@pytest.mark.postgresql  # the way from SQLite to PostgreSQL and back: it takes a minute, once is enough
@pytest.mark.django_db
def test_there_and_back_everything_is_the_same_and_goes_on(full, database, tmp_path):
    before, address = dump(full), database()
    assert "iki veritabanında da aynı" in full.well("move_database", address)
    there = Instance(full.folder, address)
    assert dump(there) == before
    there.well("search_check")  # the index knew these rows already, under the same numbers

    assert full.run("move_database", address).returncode == 1  # it holds data now
    assert there.told(NEXT).startswith("NEXT True")
    back = tmp_path / "back.sqlite3"
    migrated.copy_sqlite(migrated.sqlite_file(), back)  # tables may be there, rows of ours may not
    back = f"sqlite:///{back}"
    there.all_well(["search_sync"], ["search_check"], ["move_database", back])
    assert dump(Instance(full.folder, back)) == dump(there)
    assert dump(full) == before  # the source was only read


@pytest.mark.process  # from SQLite, whatever this run asks
@pytest.mark.django_db
def test_what_cannot_be_a_target_is_refused(tmp_path):
    full = Instance(tmp_path / "full")
    full.folder.mkdir()
    for target, said in {
        f"sqlite:///{full.folder}/paydas.sqlite3": "bu örneğin kullandığı veritabanı",
        "oracle://x/y": "SQLite ya da PostgreSQL",
        "nothing": "Hedefin adresi",
        f"sqlite:///{tmp_path}/yok/x.sqlite3": "kabul etmiyor",
    }.items():
        done = full.run("move_database", target)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.postgresql
@pytest.mark.django_db
def test_what_postgresql_would_not_take_is_named_and_nothing_is_moved(full, database):
    address = database(empty=False)
    done = full.run_all(shell(PLANT), ["move_database", address])
    full.well(*shell(TAKE_OUT))
    assert done.returncode == 1
    assert "directory.Organisation" in done.stderr
    assert "NUL" in done.stderr
    assert "summary" in done.stderr
    assert "acronym" in done.stderr
    told = Instance(full.folder, address).told(
        'from directory.models import Organisation as O; print("HELD", O.objects.count())'
    )
    assert told == "HELD 0"


def test_a_running_worker_is_in_the_way(settings, tmp_path):
    from search import locks

    settings.DATA_DIR = tmp_path
    with locks.exclusive("worker"), pytest.raises(moving.MoveError, match="worker"):
        moving.move("sqlite:///x")


def test_a_row_that_differs_is_named(monkeypatch):
    from django.contrib.auth.models import Group

    rows = {"default": [(1, "a"), (2, "b"), (3, "c")], "target": [(1, "a"), (2, "x")]}
    monkeypatch.setattr(moving, "_rows", lambda _model, alias: iter(rows[alias]))
    first, second = moving._differences(Group, limit=10)
    assert first.startswith("auth.Group 2")
    assert "name" in first
    assert second.startswith("auth.Group 3")
    assert len(moving._differences(Group, limit=1)) == 1


def test_every_table_of_ours_is_moved():
    moved = {model._meta.label for model in moving.movable()}
    assert {
        "directory.Organisation",
        "directory.Organisation_active_districts",
        "wagtailcore.Revision",
        "search.Change",
    } <= moved

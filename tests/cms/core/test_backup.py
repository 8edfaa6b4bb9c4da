"""Backup and restore, drilled: made while others write, restored elsewhere, everything there; and what is refused."""

import json
import threading

import pytest

from tests import forked
from tests.instances import POSTGRESQL, Instance, databases

READ = """
from directory.models import Organisation
from django.contrib.auth.models import Group
from wagtail.models import Page
pair = {name.split()[1] for name in Group.objects.filter(pk__in=[900, 901]).values_list("name", flat=True)}
print("READ", sorted(Organisation.objects.public().values_list("key", "name")), Page.objects.count(), len(pair))
"""
WRITE = """
from itertools import count
from django.contrib.auth.models import Group
from django.db import transaction
for number in count():
    with transaction.atomic():
        for pk in (900, 901):
            Group.objects.update_or_create(pk=pk, defaults={"name": f"{pk} {number}"})
    print(number, flush=True)
"""


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """Return a maker of instances."""
    with databases() as database:
        yield lambda name, empty=True: Instance(tmp_path_factory.mktemp(name), database(empty=empty) if POSTGRESQL else "")


@pytest.fixture(scope="module")
def full(instance, tmp_path_factory):
    """An instance with organisations and a picture. No test changes it but by writing more."""
    full = instance("full", empty=False)
    rows = [{"key": f"k-{n}", "name": f"Işık {n}", "type": "association"} for n in range(5)]
    file = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    full.migrate()
    full.all_well(["prepare_site"], ["import_organisations", str(file), "--publish"])
    picture = full.folder / "media" / "images" / "logo.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    return full


@pytest.mark.django_db
def test_the_drill(full, instance, tmp_path):
    backup = tmp_path / "backup"
    writer = forked.Process(forked.code, WRITE, env=full.env, apart=True)
    try:
        assert writer.stdout.readline()
        threading.Thread(target=writer.stdout.read, daemon=True).start()  # so that it never waits for us
        full.well("backup", str(backup))
    finally:
        writer.kill()
        writer.wait()

    assert "boş değil" in full.run("backup", str(backup)).stderr

    fresh = instance("fresh")
    fresh.well("restore", str(backup))
    there = full.told(READ)
    assert fresh.told(READ) == there
    assert there.endswith(" 1")  # both rows of one transaction are of one moment
    assert (fresh.folder / "media" / "images" / "logo.png").read_bytes() == b"picture"
    fresh.all_well(["search_rebuild"], ["search_check"])

    again = fresh.run("restore", str(backup))
    assert again.returncode == 1
    assert "--force" in again.stderr
    fresh.well("restore", str(backup), "--force")
    assert fresh.told(READ) == there
    assert list(fresh.folder.glob("media.before-*/images/logo.png"))  # what was there is kept


@pytest.mark.django_db
def test_what_is_no_whole_backup_changes_nothing(full, instance, tmp_path):
    backup = tmp_path / "backup"
    full.well("backup", str(backup))
    manifest = json.loads((backup / "manifest.json").read_text("utf-8"))

    def refused(change: dict[str, object], said: str) -> None:
        (backup / "manifest.json").write_text(json.dumps({**manifest, **change}), "utf-8")
        done = empty.run("restore", str(backup))
        assert done.returncode == 1, done.stdout
        assert said in done.stderr
        assert "Traceback" not in done.stderr

    empty = instance("empty")
    refused({"format": 99}, "form")
    refused({"engine": "postgresql" if manifest["engine"] == "sqlite" else "sqlite"}, manifest["engine"])
    refused({"migrations": [*manifest["migrations"], "directory.9999_later"]}, "directory.9999_later")
    (backup / "media" / "images" / "logo.png").write_bytes(b"other")
    refused({}, "logo.png")
    (backup / "manifest.json").unlink()
    assert empty.run("restore", str(backup)).returncode == 1
    assert not (empty.folder / "media").exists()


def test_an_interrupted_backup_leaves_nothing_that_looks_whole(tmp_path, monkeypatch):
    from cms.core import backup

    def full_disk(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "_dump", lambda path: path.write_bytes(b"half"))
    monkeypatch.setattr(backup, "_copy_media", full_disk)
    with pytest.raises(backup.BackupError, match="No space left"):
        backup.back_up(tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []

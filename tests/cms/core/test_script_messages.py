"""The texts of the admin's scripts: every one in Turkish, before and after signing in."""

import json
import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from wagtail.users.models import UserProfile

from tests.factories import AdminFactory

pytestmark = pytest.mark.django_db
SOURCE = Path(wagtail.__file__).parent / "admin/locale/en/LC_MESSAGES/djangojs.po"
SAME = {"%(time_zone_option)s: %(localized_time_zone_label)s"}


def catalogue(client):
    script = client.get("/admin/jsi18n/").content.decode()
    return json.loads(re.search(r"const newcatalog = ({.*?});\n", script, re.DOTALL).group(1))


def test_every_text_of_the_admins_scripts_is_turkish(client):
    with SOURCE.open("rb") as file:
        texts = [message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file) if message.id]

    told = catalogue(client)

    assert [text for text in texts if text not in SAME and told.get(text, text) in (text, [text, text])] == []
    assert told["Collapse all"] == "Tümünü kapat"
    assert told["%(num)s error"] == ["%(num)s hata", "%(num)s hata"]


def test_an_editor_who_chose_english_reads_english(client):
    user = AdminFactory()
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)

    assert catalogue(client).get("Collapse all", "Collapse all") == "Collapse all"

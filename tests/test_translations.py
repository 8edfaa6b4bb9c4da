"""The Turkish catalogue is complete, holds exactly the messages of the code, and keeps their placeholders."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/tr/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def read(root: Path = ROOT) -> Catalog:
    with (root / CATALOGUE).open("rb") as file:
        return read_po(file, locale="tr")


def pairs(message: Message) -> list[tuple[str, str]]:
    """(source, translation) of a message; a singular without its number ("one page") may be translated so."""
    if message.pluralizable:
        singular, plural = message.id
        first, *others = message.string
        like = singular if len(PLACEHOLDER.findall(singular)) == len(PLACEHOLDER.findall(first)) else plural
        return [(like, first), *((plural, text) for text in others)]
    return [(message.id, message.string)]


def messages() -> list[Message]:
    return [message for message in read() if message.id]


def test_every_message_has_turkish():
    missing = [message.id for message in messages() if message.fuzzy or not all(text for _source, text in pairs(message))]

    assert not missing


def test_no_message_is_left_from_former_code():
    assert not read().obsolete


def test_placeholders_survive_translation():
    """An invented %(name)s is an error when a person reads the text, a lost one hides a fact.

    The name of a kind of thing may go: "“%(object)s” yayımlandı" is better Turkish than any word before it.
    """
    optional = {"%(model_name)s", "%(snippet_type_name)s", "%(snippet_plural_name)s"}
    broken = [
        source
        for message in messages()
        for source, text in pairs(message)
        if set(PLACEHOLDER.findall(source)) - optional != set(PLACEHOLDER.findall(text)) - optional
    ]

    assert not broken


def test_texts_begin_and_end_like_their_source():
    differing = [
        source
        for message in messages()
        for source, text in pairs(message)
        if (source[:1].isspace(), source[-1:].isspace()) != (text[:1].isspace(), text[-1:].isspace())
    ]

    assert not differing


@pytest.mark.gettext
def test_the_catalogue_holds_exactly_the_messages_of_the_code(tmp_path):
    for name in ("cms", "directory", "search", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "locale", tmp_path / "locale")

    subprocess.run([sys.executable, str(tmp_path / "deploy" / "messages.py")], cwd=tmp_path, check=True, capture_output=True)

    committed, collected = (
        {(message.context, str(message.id)) for message in read(root) if message.id} for root in (ROOT, tmp_path)
    )
    assert collected == committed, "run `make messages` and translate what it names"

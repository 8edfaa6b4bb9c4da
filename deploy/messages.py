"""The Turkish catalogue: collect messages from the code (needs gettext's xgettext), compile it, say what is missing.

Run with the project's own Python, which has Babel. Guessed ("fuzzy") translations are never kept.
"""

import subprocess
import sys
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale") / "tr" / "LC_MESSAGES" / "django.po"
NOT_OURS = ("deploy", "tests", "docs", "var", "benchmarks", ".venv", ".*", "node_modules")


def collect(root: Path = ROOT) -> list[str]:
    """Bring the catalogue under `root` up to date with its code; returns the messages that have no translation."""
    (root / "locale").mkdir(exist_ok=True)
    ignore = [part for pattern in NOT_OURS for part in ("--ignore", pattern)]
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "tr", "--no-location", "--no-obsolete", "-v", "0", *ignore],
        cwd=root,
        check=True,
    )
    catalogue = read(root)
    for message in catalogue:
        if message.id and message.fuzzy:
            message.flags.discard("fuzzy")
            message.string = ("", "") if message.pluralizable else ""
        message.previous_id = []
    write(root, catalogue)
    return [str(message.id) for message in untranslated(catalogue)]


def read(root: Path = ROOT) -> Catalog:
    with (root / CATALOGUE).open("rb") as file:
        return read_po(file, locale="tr", ignore_obsolete=True)


def write(root: Path, catalogue: Catalog) -> None:
    """Sorted, without places and dates: a change of one message is a change of its own lines only."""
    catalogue.header_comment = "# Turkish texts of Paydaş."
    catalogue.fuzzy = False
    headers = {
        "Project-Id-Version": "Paydaş",
        "Language": "tr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    body = Catalog(charset="utf-8", fuzzy=False)  # without locale: Babel would write one plural form, Django expects two
    for message in catalogue:
        if message.id:
            body.add(
                message.id,
                message.string,
                flags=message.flags,
                auto_comments=message.auto_comments,
                user_comments=[line for line in message.user_comments if not line.startswith("|")],  # former msgids
                context=message.context,
            )
    path = root / CATALOGUE
    partial = path.with_suffix(".po.partial")
    with partial.open("wb") as file:
        lines = "".join(f'"{name}: {value}\\n"\n' for name, value in headers.items())
        file.write(f'# Turkish texts of Paydaş.\nmsgid ""\nmsgstr ""\n{lines}\n'.encode())
        write_po(file, body, width=120, omit_header=True, no_location=True, sort_output=True)
    partial.replace(path)


def untranslated(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and (message.fuzzy or not _complete(message))]


def _complete(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(texts) and all(texts)


def compile_catalogue(root: Path = ROOT) -> None:
    """Write django.mo beside django.po; gettext's own tools are not needed for it."""
    if not (root / CATALOGUE).exists():
        return
    target = (root / CATALOGUE).with_suffix(".mo")
    partial = target.with_suffix(".mo.partial")
    with partial.open("wb") as file:
        write_mo(file, read(root))
    partial.replace(target)


def main() -> int:
    if sys.argv[1:] == ["compile"]:
        compile_catalogue()
        return 0
    missing = collect()
    compile_catalogue()
    for text in missing:
        sys.stdout.write(f"Without Turkish: {text}\n")
    sys.stdout.write(f"{len(missing)} messages without Turkish in {CATALOGUE}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

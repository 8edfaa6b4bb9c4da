"""The house stays the house: direction of imports, self-contained clone, size of modules, commands that explain themselves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
ABOVE = {"search": {"directory", "cms", "tests"}, "directory": {"cms", "tests"}, "cms": {"tests"}}
OWN = ("cms", "directory", "search")
# Django's AUTH_USER_MODEL is the seam to the account's class; annotations alone may name the class itself.
FOR_ANNOTATIONS = {"cms.accounts.models"}
FURNITURE = {"apps.py", "urls.py"}  # their names say all


def modules(app: str) -> list[Path]:
    return sorted(path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every absolute module that a file imports, also inside functions and by import_module("…")."""
    tree = ast.parse(path.read_text())
    for_types = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for child in node.body
        if getattr(child, "module", "") in FOR_ANNOTATIONS
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            yield from ((node.lineno, str(arg.value)) for arg in node.args if isinstance(arg, ast.Constant))


@pytest.mark.parametrize("app", OWN)
def test_nothing_imports_upwards(app):
    upward = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in modules(app)
        for line, module in imported(path)
        if module.split(".")[0] in ABOVE[app]
    ]

    assert not upward, "cms → directory → search is the only direction:\n" + "\n".join(upward)


def test_the_search_room_touches_no_model_of_another_app():
    """Models of other apps reach search through registry.Source; a name like "directory.Organisation" would be a way round."""
    pattern = re.compile(r"""["'](?:directory|accounts|pages|core)\.[A-Z]\w+["']""")
    around = [str(path.relative_to(ROOT)) for path in modules("search") if pattern.search(path.read_text())]

    assert not around


def test_a_clone_stands_alone():
    """Nothing that runs or is tested reads a folder outside the project."""
    outside = re.compile(r"\.\./shared|/work/|shared/(?:data|eval)")
    files = [path for app in (*OWN, "deploy", "templates", "tests") for path in (ROOT / app).rglob("*") if path.is_file()]
    texts = [path for path in files if path.suffix in {".py", ".html", ".yaml", ".sh", ""} and path != Path(__file__)]
    readers = [str(path.relative_to(ROOT)) for path in texts if outside.search(path.read_text())]

    assert not readers


@pytest.mark.parametrize("app", OWN)
def test_modules_are_short_enough_to_be_read_at_once(app):
    long = {str(path.relative_to(ROOT)): n for path in modules(app) if (n := len(path.read_text().splitlines())) > 350}

    assert not long, "split by concept"


@pytest.mark.parametrize("app", OWN)
def test_every_module_says_what_lives_in_it(app):
    texts = {path: path.read_text() for path in modules(app) if path.name not in FURNITURE}
    silent = [str(path.relative_to(ROOT)) for path, text in texts.items() if text and not ast.get_docstring(ast.parse(text))]

    assert not silent


@pytest.mark.parametrize(
    "name", sorted(name for name, app in get_commands().items() if app.startswith(("cms.", "directory", "search")))
)
def test_every_command_says_what_it_does(name):
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("manage.py", name)

    assert command.help.strip()
    assert not [action.dest for action in parser._actions if not action.help]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_hashed_and_name_no_registry(name):
    text = (ROOT / name).read_text()
    requirements = re.findall(r"^[a-z0-9].*(?:\n    .*)*", text, flags=re.MULTILINE)

    assert "://" not in text
    assert "index-url" not in text
    assert requirements
    assert all("==" in item.splitlines()[0] and "--hash=sha256:" in item for item in requirements)


def test_every_direct_dependency_is_in_the_compiled_requirements():
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pinned = set(re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==", (ROOT / "requirements.txt").read_text(), flags=re.MULTILINE))
    names = {re.split(r"[\[<>=~ ]", item)[0].lower() for item in declared}

    assert names <= pinned

"""What operators are given: every file parses, and the commands and variables in it are those of the program."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
sys.path.append(str(DEPLOY))
import serve  # noqa: E402

UNITS = sorted((DEPLOY / "systemd").iterdir())
OURS = {"DATABASE_PASSWORD", "SEARCH_PASSWORD"}  # of the compose file alone


def read_variables() -> set[str]:
    """Return what the settings of a production instance read from the environment."""
    texts = [path.read_text() for path in (ROOT / "cms" / "settings").glob("*.py") if path.stem not in ("dev", "test")]
    return {name for text in texts for name in re.findall(r'env(?:\.\w+)?\("([A-Z_]+)"', text)}


def example() -> dict[str, str]:
    rows = re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", (DEPLOY / "example.env").read_text("utf-8"), re.MULTILINE)
    return dict(rows)


def compose() -> dict[str, dict]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]


def unit(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str
    parser.read_string(path.read_text("utf-8"))
    return parser


def commands() -> list[str]:
    """Return every command line that the files have run."""
    lines = [unit(path)["Service"]["ExecStart"] for path in UNITS if path.suffix == ".service"]
    for service in compose().values():
        told = service.get("command", [])
        lines.append(" ".join(told) if isinstance(told, list) else told)
    return [*lines, (DEPLOY / "Containerfile").read_text("utf-8")]


def test_the_example_names_every_variable_and_no_other():
    assert set(example()) - {"DJANGO_SETTINGS_MODULE"} == read_variables() - {"DEBUG"}


def test_the_compose_file_hands_on_variables_that_are_read():
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) - OURS <= read_variables()
    for name in ("web", "worker", "prepare"):
        assert set(compose()[name]["environment"]) <= read_variables()


def test_every_command_of_ours_exists():
    known = get_commands()
    called = {name for line in commands() for name in re.findall(r"manage\.py (\w+)", line)}
    assert called >= {"migrate", "load_reference", "prepare_site", "worker", "backup", "collectstatic"}
    assert called <= set(known)
    for path in re.findall(r"python (deploy/\w+\.py)", "\n".join(commands())):
        assert (ROOT / path).is_file()


def test_the_server_starts_as_the_files_say_and_as_make_run_does(tmp_path):
    starts = [line for line in commands() if "gunicorn" in line]
    assert starts
    assert all("python:cms.serving" in line and "cms.wsgi:application" in line for line in starts)
    env = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "x" * 60, "PAYDAS_DATA_DIR": str(tmp_path),
        "ALLOWED_HOSTS": example()["ALLOWED_HOSTS"], "SITE_URL": example()["SITE_URL"], "DATABASE_URL": "", "SEARCH_URL": "",
    }  # fmt: skip
    files = ["-c", "python:cms.serving", "cms.wsgi:application", "--workers", "2", "--threads", "4"]
    for arguments in (files, serve.gunicorn_arguments("http://127.0.0.1:8000")):
        command = [sys.executable, "-m", "gunicorn", "--check-config", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_run_as_an_account_of_their_own(path):
    found = unit(path)
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        return
    service = found["Service"]
    assert service["User"] == "paydas"
    assert service["EnvironmentFile"] == "/etc/paydas.env"
    if "Restart" in service:
        assert service["Restart"] == "always"
    if analyze := shutil.which("systemd-analyze"):  # where systemd is, it reads them too
        done = subprocess.run([analyze, "verify", str(path)], capture_output=True, text=True, check=False)
        assert "Unknown" not in done.stderr


def test_only_the_proxy_is_reached_from_outside_and_data_outlives_containers():
    services = compose()
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]
    volumes = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["volumes"]
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert {path for path in used if not path.startswith(".")} == set(volumes)
    assert all((DEPLOY / path).exists() for path in used if path.startswith("."))


def test_no_secret_is_shipped():
    assert example()["SECRET_KEY"] == ""
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert re.findall(r"^\s+\w*PASSWORD: (?!\$\{).*$", text, re.MULTILINE) == []


def test_the_proxy_does_not_pass_on_what_a_visitor_claims():
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert text.count("{") == text.count("}")
    assert "header_up X-Forwarded-For {remote_host}" in text
    assert "header_up X-Forwarded-Proto {scheme}" in text

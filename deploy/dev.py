"""The commands behind the Makefile: `python deploy/dev.py <target>`. Standard library only; Python 3.11 or newer."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable

import fonts
import icons
import install
import leaflet
import serve
import stylesheet
import verify
from common import ROOT, Stop, python, say


def setup(_options: argparse.Namespace) -> None:
    install.setup()
    say("Ready: .venv/ holds the pinned packages. `make run` starts the site.")


def run(options: argparse.Namespace) -> None:
    serve.run(options.port)


def stop(_options: argparse.Namespace) -> None:
    serve.stop()


def test(_options: argparse.Namespace) -> None:
    verify.test()


def test_long(_options: argparse.Namespace) -> None:
    verify.test_long()


def evaluate(_options: argparse.Namespace) -> None:
    """Load the evaluation set into a data folder of its own, index it, print the figures."""
    install.setup()
    evaluation = ROOT / "tests" / "evaluation"
    with tempfile.TemporaryDirectory(prefix="paydas-evaluation-") as folder:
        env = {"PAYDAS_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": "", "SEARCH_URL": ""}
        for arguments in (
            ["migrate", "--verbosity", "0"],
            ["load_reference"],
            ["import_organisations", str(evaluation / "organisations.jsonl"), "--publish"],
            ["search_rebuild"],
            ["search_evaluate", str(evaluation / "queries.jsonl")],
            ["search_evaluate", str(evaluation / "queries2.jsonl")],
        ):
            say(f"manage.py {' '.join(arguments)}")
            if python("manage.py", *arguments, env=env):
                raise Stop(f"`manage.py {arguments[0]}` failed; the lines above say why.")


def lock(_options: argparse.Namespace) -> None:
    install.lock()


def format_code(_options: argparse.Namespace) -> None:
    install.setup(dev=True)
    if python("-m", "ruff", "check", "--fix", ".") + python("-m", "ruff", "format", "."):
        raise Stop("Some things need a hand; the lines above say what.")


def messages(_options: argparse.Namespace) -> None:
    install.setup(dev=True)
    if python("deploy/messages.py"):
        raise Stop("The messages were not collected. They need gettext: sudo apt-get install gettext")


def make_fonts(_options: argparse.Namespace) -> None:
    fonts.fonts()


def make_icons(_options: argparse.Namespace) -> None:
    icons.icons()


def make_leaflet(_options: argparse.Namespace) -> None:
    leaflet.leaflet()


def make_css(_options: argparse.Namespace) -> None:
    stylesheet.css()


def screenshots(_options: argparse.Namespace) -> None:
    install.setup(dev=True)
    if python("deploy/screenshots.py"):
        raise Stop("The pictures were not made; the lines above say why.")


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "setup": setup,
    "run": run,
    "stop": stop,
    "test": test,
    "test-long": test_long,
    "evaluate": evaluate,
    "lock": lock,
    "screenshots": screenshots,
    "format": format_code,
    "messages": messages,
    "css": make_css,
    "fonts": make_fonts,
    "icons": make_icons,
    "leaflet": make_leaflet,
}


def _interrupt(_signal: int, _frame: object) -> None:
    """Being told to end is an interruption: servers that were started are stopped, half-done work is named."""
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=sorted(COMMANDS))
    parser.add_argument("--port", default="8000", help="where `run` listens on 127.0.0.1")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        COMMANDS[options.command](options)
    except Stop as reason:
        sys.stderr.write(f"\n{reason}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted. Run the same command again; it goes on where this one stopped.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

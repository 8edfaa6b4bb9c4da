"""`make setup` and `make lock`: the virtual environment, its pinned packages, the compiled translations."""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from common import PYTHON, ROOT, VENV, Stop, python, run, say

NEEDED_BY_PIP_ERROR = (
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|Temporary failure in name resolution|ProxyError|ConnectionError"
        r"|Network is unreachable|Could not fetch URL|Failed to establish",
        "The package registry did not answer. Check the network, or tell pip of a mirror you can reach "
        "(pip config set global.index-url …)",
    ),
    (
        r"THESE PACKAGES DO NOT MATCH THE HASHES",
        "The registry gave a file other than the pinned one; it was not installed",
    ),
    (r"No space left on device", "The disk is full. Make some room"),
    (r"Permission denied|Read-only file system", f"{VENV} cannot be written to. Give yourself the right to write there"),
    (
        r"No matching distribution found",
        "The registry lacks a pinned package for this Python. Use Python 3.11 to 3.13, or another registry",
    ),
)


def setup(*, dev: bool = False) -> None:
    """Make .venv/ hold exactly the pinned packages. Cheap when it does already; finishes what an interrupted run left."""
    lock = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second terminal waits for the first
        _make_environment()
        _install("requirements.txt")
        if dev:
            _install("requirements-dev.txt")
        _compile_translations()
    finally:
        os.close(lock)


def lock() -> None:
    """Compile the two requirement files from pyproject.toml; needs the development packages for uv."""
    setup(dev=True)
    for name, extra in (("requirements.txt", []), ("requirements-dev.txt", ["--extra", "dev"])):
        command = [PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", *extra, "--output-file", name, "--quiet"]
        options = ["--generate-hashes", "--universal", "--no-annotate", "--no-emit-index-url"]
        if run([*command, *options], env={"UV_CUSTOM_COMPILE_COMMAND": "make lock"}):
            raise Stop(f"{name} was not compiled; the lines above say why.")
        say(f"{name} is up to date with pyproject.toml.")


def _make_environment() -> None:
    if not os.access(ROOT, os.W_OK):
        raise Stop(f"{ROOT} is read-only for you, and packages go to .venv/ inside it. Copy the project to a folder of yours.")
    if _works():
        return
    if VENV.exists():
        if not _looks_like_ours():
            raise Stop(f"{VENV} is there but is no virtual environment. Move it away, then run the same command again.")
        say("The virtual environment in .venv/ is unfinished or of another Python; making it again.")
        shutil.rmtree(VENV)
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Stop(f"Python's venv module is not complete here. Install it: sudo apt-get install python{version}-venv")
    say(f"Making the virtual environment .venv/ with Python {sys.version.split()[0]} …")
    if run([sys.executable, "-m", "venv", VENV]):
        raise Stop("The virtual environment was not made; the lines above say why.")


def _works() -> bool:
    check = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([PYTHON, "-c", check], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and tuple(map(int, answer.stdout.split("."))) >= (3, 11)


def _looks_like_ours() -> bool:
    return VENV.is_dir() and ((VENV / "pyvenv.cfg").exists() or not any(VENV.iterdir()) or (VENV / "bin").is_dir())


def _install(name: str) -> None:
    """Install a requirement file unless its marker says that exactly this file was installed to the end."""
    source = ROOT / name
    marker = VENV / f"installed-{name}"
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if marker.exists() and marker.read_text() == digest:
        return
    say(f"Installing the packages of {name} (some minutes the first time) …")
    marker.unlink(missing_ok=True)
    options = ["--require-hashes", "--disable-pip-version-check", "--quiet", "--retries", "2", "--timeout", "20"]
    answer = subprocess.run(
        [PYTHON, "-m", "pip", "install", *options, "-r", source], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False
    )
    if answer.returncode:
        sys.stderr.write(answer.stderr[-3000:])
        raise Stop(f"{_reason(answer.stderr)}, then run the same command again; it goes on where this one stopped.")
    marker.write_text(digest)


def _reason(errors: str) -> str:
    for pattern, sentence in NEEDED_BY_PIP_ERROR:
        if re.search(pattern, errors):
            return sentence
    return "pip could not install the packages. Read its lines above"


def _compile_translations() -> None:
    source = ROOT / "locale" / "tr" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    stale = source.exists() and (not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime)
    if stale and python(Path("deploy") / "messages.py", "compile"):
        raise Stop(f"{source} was not compiled; the lines above say why.")

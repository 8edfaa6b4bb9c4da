"""What settings read from the environment, where a wrong value needs a sentence rather than a stack trace."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECRET_LENGTH = 20  # characters


def writable_folder(path: Path) -> Path:
    """Return the data folder, made where it is missing; raises ImproperlyConfigured where nothing can be written to it."""
    advice = "Set PAYDAS_DATA_DIR to a folder this account may write to, or give it the right."
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"The data folder {path} cannot be made ({error.strerror}). {advice}") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"The data folder {path} cannot be written to. {advice}")
    return path


def site_address(url: str) -> str:
    """Return SITE_URL without a slash at its end; raises ImproperlyConfigured where it is no address of a site."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}. Write scheme and host, nothing behind them: https://paydas.example.org"
        )
    return url.rstrip("/")


def from_url(name: str, read: Callable[[str], Any], url: str) -> dict[str, Any]:
    """Return what a URL in the variable `name` stands for; raises ImproperlyConfigured, without its password, if nothing."""
    try:
        found = dict(read(url))
    except (ImproperlyConfigured, KeyError, ValueError):
        found = {}
    if not found or not str(found.get("ENGINE", "django.")).startswith("django."):
        raise ImproperlyConfigured(f"{name} cannot be read. docs/operators.md shows how to write it.")
    return found


def media_folder(url: str, default: Path) -> Path:
    """Return the folder STORAGE_URL names (file:///…), or the default; raises ImproperlyConfigured for any other kind."""
    if not url:
        return default
    parts = urlsplit(url)
    path = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        shown = f"{parts.scheme}://…" if parts.scheme else repr(url)
        raise ImproperlyConfigured(
            f"STORAGE_URL is {shown}, which is not supported: uploads are kept in a folder. "
            "Write file:///srv/paydas/media, or leave it empty for media/ in the data folder."
        )
    if not parts.path.startswith("/") or path == Path("/"):
        raise ImproperlyConfigured("STORAGE_URL names no folder. Write it in full: file:///srv/paydas/media")
    return path


def tiles_origin(url: str) -> str:
    """Return scheme and host of MAP_TILES_URL, "" for none; raises ImproperlyConfigured where it is no address of tiles."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "{" in parts.netloc or not all(f"{{{n}}}" in url for n in "zxy"):
        raise ImproperlyConfigured(f"MAP_TILES_URL is {url!r}. Write https://tiles.example.org/{{z}}/{{x}}/{{y}}.png")
    return f"https://{parts.netloc}"


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """Return the value of the variable `name`; raises ImproperlyConfigured where it is none of those allowed."""
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. It is one of: {', '.join(allowed)}.")
    return value


def secret(name: str, value: str) -> str:
    """Return the value of the variable `name`; raises ImproperlyConfigured, without it, where it is easily guessed."""
    if value and (len(value) < SECRET_LENGTH or not value.isascii() or not value.isprintable() or " " in value):
        raise ImproperlyConfigured(f"{name} is too short or odd. Write {SECRET_LENGTH} letters and digits or more, or nothing.")
    return value

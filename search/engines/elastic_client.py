"""The connection to an Elasticsearch cluster: an address read and checked, a client for each process, errors translated."""

import ipaddress
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError

from search.engines.base import EngineError, IndexMissing

P = ParamSpec("P")
R = TypeVar("R")
WRITE_SECONDS = 60.0
SCHEMES = ("http", "https")
DEFAULT_PREFIX = "paydas"
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_NO_INDEX = ("index_not_found_exception", "aliases_not_found_exception")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a cluster is and who we are there; never shown whole: it holds a password."""

    hosts: tuple[str, ...]
    prefix: str  # with which the name of every index and alias of ours begins
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str = ""


def read_address(url: str, *, ca_file: str = "", api_key: str = "") -> Address:
    """Return what `https://user:password@host:9200,host2:9200/prefix` says. ImproperlyConfigured never tells a password."""
    scheme, _, rest = url.partition("://")
    access, _, places = rest.rpartition("@")
    named, _, prefix = places.partition("/")
    prefix = prefix.strip("/") or DEFAULT_PREFIX
    user, _, password = access.partition(":")
    hosts = tuple(f"{scheme}://{host}" for host in named.split(",") if host)
    if scheme not in SCHEMES or not hosts or not all(_is_host(host) for host in hosts):
        raise ImproperlyConfigured(
            f"SEARCH_URL names no server: {scheme}://{places}. Write https://user:password@host:9200/prefix."
        )
    if not _PREFIX.fullmatch(prefix):
        raise ImproperlyConfigured(
            f"The prefix of index names in SEARCH_URL is {prefix!r}; use lower-case letters a to z, digits, - and _."
        )
    if (access or api_key) and scheme == "http" and not all(_is_local(host) for host in hosts):
        raise ImproperlyConfigured("SEARCH_URL would send a password unprotected to another machine. Use https://.")
    if access and api_key:
        raise ImproperlyConfigured("SEARCH_URL names a user and SEARCH_API_KEY is set: use one of them.")
    return Address(hosts, prefix, unquote(user), unquote(password), api_key, ca_file)


def _is_host(host: str) -> bool:
    try:
        parts = urlsplit(host)
        return bool(parts.hostname) and parts.port is not None and not parts.query and not parts.fragment
    except ValueError:
        return False


def _is_local(host: str) -> bool:
    name = urlsplit(host).hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


class Connection:
    """Clients of this process: one that must answer soon, one that may take its time. A fork makes its own."""

    def __init__(self, address: Address, seconds: float) -> None:
        self.address = address
        self._seconds = seconds
        self._clients: tuple[int, Elasticsearch, Elasticsearch] | None = None  # process, asking, writing

    @property
    def asking(self) -> Elasticsearch:
        return self._made()[1]

    @property
    def writing(self) -> Elasticsearch:
        return self._made()[2]

    def _made(self) -> tuple[int, Elasticsearch, Elasticsearch]:
        if self._clients is None or self._clients[0] != os.getpid():
            client = Elasticsearch(**self._options())
            self._clients = (os.getpid(), client, client.options(request_timeout=WRITE_SECONDS))
        return self._clients

    def _options(self) -> dict[str, Any]:
        address = self.address
        options: dict[str, Any] = {
            "hosts": list(address.hosts),
            "request_timeout": self._seconds,
            "max_retries": len(address.hosts) - 1,  # another node may answer; whether to ask again is not the client's to say
            "retry_on_timeout": False,
        }
        if address.user:
            options["basic_auth"] = (address.user, address.password)
        if address.api_key:
            options["api_key"] = address.api_key
        if address.ca_file:
            options["ca_certs"] = address.ca_file
        return options


def translated(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what the client raises into EngineError."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except NotFoundError as error:
            if error.error in _NO_INDEX:
                raise IndexMissing("there is no search index: run search_rebuild") from error
            raise EngineError(_told(error)) from error
        except ApiError as error:
            raise EngineError(_told(error)) from error
        except (TransportError, BulkIndexError, OSError, ValueError) as error:
            raise EngineError(f"{type(error).__name__}: {error}") from error

    return call


def _told(error: ApiError) -> str:
    return f"HTTP {error.status_code}: {error.message}"

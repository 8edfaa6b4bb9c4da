"""YAML as tests read it: fast, and without the mistakes that YAML takes."""

from pathlib import Path
from typing import Any

import yaml

from directory.exchange.reference import SAFE_LOADER


class _Strict(SAFE_LOADER):
    """YAML keeps the last of two equal keys without a word; here that is an error."""


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = [key for at, key in enumerate(keys) if key in keys[:at]]
    assert not twice, f"twice in one mapping: {twice}"
    found: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return found


_Strict.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)  # noqa: S506 - it is a safe one

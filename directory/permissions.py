"""What an editor of the directory may do, as permission names; the site's preparation gives them to the editors' group."""

_ALL = ("add", "change", "delete")
_PUBLISHED = (*_ALL, "publish", "lock", "unlock")
_BY_MODEL = {
    "organisation": _PUBLISHED,
    "topic": _ALL,
    "topicgroup": _ALL,
    "keyword": _ALL,
    "province": ("change",),
    "district": ("change",),
    "locality": _ALL,
    "report": ("change", "delete"),
    "situation": _ALL,
    "situationset": _ALL,
}


def editor_permissions() -> list[str]:
    """Return `app.codename` of every permission an editor needs in the directory's part of the admin."""
    return [f"directory.{action}_{model}" for model, actions in _BY_MODEL.items() for action in actions]

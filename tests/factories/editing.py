"""What an editor's browser sends: the edit form of an organisation as it would be submitted."""

from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from directory.models import Organisation

EMPTY = {
    "name": "Işık Derneği",
    "acronym": "",
    "legal_name": "",
    "aliases": "",
    "type": "association",
    "status": "active",
    "summary": "",
    "founded": "",
    "registry_number": "",
    "open_to_cooperation": "unknown",
    "logo": "",
    "logo_alt": "",
    "logo_alt_en": "",
    "keywords": "",
    "scope": "",
    "name_en": "",
    "summary_en": "",
    "go_live_at": "",
    "expire_at": "",
}


def form_of(organisation: Organisation | None = None, **values: Any) -> dict[str, Any]:
    """Return the submitted form. `places`, `contacts`, `offers`, `needs` are lists of rows; other values override."""
    data: dict[str, Any] = {**EMPTY, "about": rich_text(""), "about_en": rich_text("")}
    data |= {"easy_read": rich_text(""), "easy_read_en": rich_text("")}
    if organisation is not None:
        data |= {name: getattr(organisation, name) or "" for name in EMPTY if name != "keywords"}
        data["aliases"] = "\n".join(organisation.aliases)
        data["open_to_cooperation"] = "unknown"
        values.setdefault("topics", [topic.pk for topic in organisation.topics.all()])
        data["keywords"] = ", ".join(f'"{keyword.name}"' for keyword in organisation.keywords.all())
    for relation in ("places", "contacts", "offers", "needs"):
        data[relation] = inline_formset(values.pop(relation, []))
    several = {name: value for name, value in values.items() if isinstance(value, list)}
    return nested_form_data({**data, **{name: value for name, value in values.items() if name not in several}}) | several

"""Texts of Wagtail's scripts in the admin. Its own catalogue of them has gaps in Turkish; ours fills them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop, ngettext, ngettext_lazy
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

MESSAGES = (
    gettext_noop("(%(number)s new items in this menu)"),
    gettext_noop("(1 new item in this menu)"),
    gettext_noop("(New)"),
    gettext_noop("%(time_zone_option)s: %(localized_time_zone_label)s"),
    gettext_noop("A network error occurred."),
    gettext_noop("A server error occurred."),
    gettext_noop("Add a comment"),
    gettext_noop("Are you sure?"),
    gettext_noop("Autosave in progress…"),
    gettext_noop("Blocks"),
    gettext_noop("Changes have been autosaved."),
    gettext_noop("Character count:"),
    gettext_noop("Collapse all"),
    gettext_noop("Complex"),
    gettext_noop("Decorative image"),
    gettext_noop("Delete error"),
    gettext_noop("Deleting"),
    gettext_noop("Enter your comments..."),
    gettext_noop("Enter your reply..."),
    gettext_noop("Error while sending preview data."),
    gettext_noop("Expand all"),
    gettext_noop("Fair"),
    gettext_noop("Focus comment"),
    gettext_noop("Good"),
    gettext_noop("Insert a block"),
    gettext_noop("Main menu"),
    gettext_noop("No"),
    gettext_noop("Page explorer"),
    gettext_noop("Pin toolbar"),
    gettext_noop("Reply"),
    gettext_noop("Report this error to your website administrator with the following information:"),
    gettext_noop("Resolve"),
    gettext_noop("Retry"),
    gettext_noop("Save error"),
    gettext_noop("Search options…"),
    gettext_noop("Split block"),
    gettext_noop("Toggle section"),
    gettext_noop("Unfocus comment"),
    gettext_noop("Unpin toolbar"),
    gettext_noop("Write something or type ‘/’ to insert a block"),
)
PLURALS = (("%(num)s error", "%(num)s errors"), ("%(num)s min", "%(num)s mins"), ("%(num)s pixel", "%(num)s pixels"))
_COLLECTED = (
    ngettext_lazy("%(num)s error", "%(num)s errors"),
    ngettext_lazy("%(num)s min", "%(num)s mins"),
    ngettext_lazy("%(num)s pixel", "%(num)s pixels"),
)


class _Catalogue(JavaScriptCatalog):
    """What Wagtail offers, and what our catalogue says for the texts named above."""

    packages = ("wagtail.admin",)

    def get_catalog(self) -> dict[str, Any]:
        catalogue: dict[str, Any] = super().get_catalog()
        own = {text: gettext(text) for text in MESSAGES}
        catalogue |= {text: told for text, told in own.items() if told != text}
        return catalogue | {one: [ngettext(one, many, 1), ngettext(one, many, 2)] for one, many in PLURALS}


def catalogue(request: HttpRequest) -> HttpResponse:
    """Answer in the language that the editor has chosen, as Wagtail's own view does."""
    return get_localized_response(_Catalogue.as_view(), request)  # type: ignore[no-any-return]

"""The editor of formatted texts, for which what no browser sends is a bad request and no error of ours."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from wagtail.admin.rich_text import DraftailRichTextArea


class FormattedText(DraftailRichTextArea):
    """Wagtail's editor; its own widget ends in an exception when the text sent is not the JSON of Draft.js."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> str | None:
        try:
            html: str | None = super().value_from_datadict(data, files, name)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise BadRequest(f"The formatted text {name} cannot be read: {error}") from error
        return html

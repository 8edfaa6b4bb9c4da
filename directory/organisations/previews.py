"""The preview of an organisation: the public profile itself, in Turkish or English, built from unsaved content too."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import translation
from wagtail.models import PreviewableMixin

from directory.easy_read import Reading

PROFILE_TEMPLATE = "directory/organisations/profile.html"


class ProfilePreviewMixin(PreviewableMixin):
    """A mode a language and text; each renders what a visitor will see."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [
            ("tr", "Türkçe"),
            ("en", "English"),
            ("tr-easy", "Türkçe, Kolay okunur"),
            ("en-easy", "English, Easy to read"),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        from directory.organisations.profile import profile_context  # noqa: PLC0415 (it imports models, models import this)

        self.resolve_places()
        language = "en" if mode_name.startswith("en") else "tr"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            context: dict[str, Any] = profile_context(self, request=request)
            if self.display_easy_read:
                easy = Reading(self.display_easy_read, self.display_easy_read_lang, mode_name.endswith("-easy"))
                context["easy"] = easy
            return TemplateResponse(request, PROFILE_TEMPLATE, context).render()

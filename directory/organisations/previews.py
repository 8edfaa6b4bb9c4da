"""The preview of an organisation: the public profile itself, in Turkish or English, built from unsaved content too."""

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import translation
from wagtail.models import PreviewableMixin

PROFILE_TEMPLATE = "directory/organisations/profile.html"


class ProfilePreviewMixin(PreviewableMixin):
    """Two modes, one a language; both render what a visitor will see."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [("tr", "Türkçe"), ("en", "English")]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        from directory.organisations.profile import profile_context  # noqa: PLC0415 (it imports models, models import this)

        self.resolve_places()
        language = "en" if mode_name == "en" else "tr"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            context: dict[str, Any] = profile_context(self, request=request)
            return TemplateResponse(request, PROFILE_TEMPLATE, context).render()

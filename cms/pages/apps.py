from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from cms.pages import checks, signals  # noqa: F401, PLC0415 - they need the models
        from cms.pages.documents import PageSource  # noqa: PLC0415
        from search.registry import registry  # noqa: PLC0415

        registry.add_source(PageSource())
        signals.connect()

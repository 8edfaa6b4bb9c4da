from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search.jobs import add_own_jobs  # noqa: PLC0415 - needs the models

        add_own_jobs()

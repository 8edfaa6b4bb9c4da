from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from search.jobs import add_own_jobs  # noqa: PLC0415 - needs the models
        from search.registry import FacetInfo, kind_labels, registry  # noqa: PLC0415

        add_own_jobs()
        registry.add_facet(FacetInfo("kind", _("Kind"), kind_labels))

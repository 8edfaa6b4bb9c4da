"""How two versions of an organisation are compared in the admin: by labels people know, never by slugs or codes."""

import re
from typing import Any

from django.db import models
from django.utils.html import escape
from django.utils.translation import gettext as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin import compare
from wagtail.fields import RichTextField

from directory.organisations.fields import ChoiceListField, LinesField
from search import analysis

_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


class ItemsComparison(compare.M2MFieldComparison):
    """A list compared item by item."""

    def get_items(self) -> tuple[list[Any], list[Any]]:
        return list(self.val_a or []), list(self.val_b or [])


class ChoiceListComparison(ItemsComparison):
    def get_item_display(self, item: str) -> str:
        return self.field.labels([item])[0]


class TagsComparison(ItemsComparison):
    """Rights areas in their order, which is the order of shares; keywords have none."""

    def get_items(self) -> tuple[list[Any], list[Any]]:
        before, after = super().get_items()
        if self.field.name != "keywords":
            return before, after
        return sorted(before, key=_by_name), sorted(after, key=_by_name)

    def has_changed(self) -> bool:
        before, after = self.get_items()
        return before != after

    def get_item_display(self, item: Any) -> str:
        return str(item)


def _by_name(tag: Any) -> str:
    return analysis.sort_key(str(tag))


class AboutComparison(compare.RichTextFieldComparison):
    """Formatted text; the keys that the editor gives its blocks are no change."""

    def __init__(self, field: Any, before: Any, after: Any) -> None:
        super().__init__(field, before, after)
        self.val_a, self.val_b = _BLOCK_KEY.sub("", self.val_a or ""), _BLOCK_KEY.sub("", self.val_b or "")


class PlainComparison(compare.FieldComparison):
    """Numbers, dates and yes-or-no; "nothing" is shown as nothing."""

    def display(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return str(value)

    def htmldiff(self) -> str:
        if not self.has_changed():
            return escape(self.display(self.val_a))
        changes = [("deletion", self.display(self.val_a)), ("addition", self.display(self.val_b))]
        return compare.TextDiff([(kind, text) for kind, text in changes if text]).to_html()


def register() -> None:
    """Tell Wagtail which comparison belongs to which field."""
    compare.register_comparison_class(LinesField, comparison_class=ItemsComparison)
    compare.register_comparison_class(ChoiceListField, comparison_class=ChoiceListComparison)
    compare.register_comparison_class(ClusterTaggableManager, comparison_class=TagsComparison)
    compare.register_comparison_class(RichTextField, comparison_class=AboutComparison)
    for plain in (models.BooleanField, models.IntegerField, models.FloatField, models.DateField):
        compare.register_comparison_class(plain, comparison_class=PlainComparison)

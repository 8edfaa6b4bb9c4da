"""List fields an editor fills without rows: one text a line, or several choices. Stored as JSON lists of strings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from search import analysis


def _clean_lines(lines: Iterable[str]) -> list[str]:
    """Return the lines trimmed, without empty ones and repetitions, in order."""
    return list(dict.fromkeys(line for line in (" ".join(raw.split()) for raw in lines) if line))


class LinesFormField(forms.CharField):
    """A textarea whose value is a list, one item a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, max_items: int = 30, item_length: int = 200, **kwargs: Any) -> None:
        self.max_items = max_items
        self.item_length = item_length
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return _clean_lines((super().to_python(value) or "").splitlines())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class LinesField(models.JSONField):
    """A list of short texts, such as aliases."""

    def __init__(self, *args: Any, max_items: int = 30, item_length: int = 200, **kwargs: Any) -> None:
        self.max_items = max_items
        self.item_length = item_length
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "max_items": self.max_items, "item_length": self.item_length}

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
            raise ValidationError(_("Write one item a line."))
        if len(value) > self.max_items:
            raise ValidationError(
                _("At most %(limit)d lines; these are %(count)d.") % {"limit": self.max_items, "count": len(value)}
            )
        for item in value:
            if len(item) > self.item_length:
                raise ValidationError(
                    _("“%(item)s…” is longer than %(limit)d characters.") % {"item": item[:30], "limit": self.item_length}
                )

    def formfield(self, **kwargs: Any) -> Any:
        options = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "max_items": self.max_items,
            "item_length": self.item_length,
        }
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        return LinesFormField(**{**options, **kwargs})

    def value_to_string(self, obj: Any) -> Any:
        return self.value_from_object(obj)


class ChoiceListField(models.JSONField):
    """Several of a closed list (a TextChoices class), kept in the list's order."""

    def __init__(self, *args: Any, choice_class: Any = None, **kwargs: Any) -> None:
        self.choice_class = choice_class
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        # The closed list lives in code: changing it is no schema change.
        return super().deconstruct()

    def validate(self, value: Any, model_instance: Any) -> None:
        if not isinstance(value, list):
            raise ValidationError(_("Choose from the list."))
        unknown = [item for item in value if item not in self.choice_class.values]
        if unknown:
            raise ValidationError(_("“%(value)s” is not in the list.") % {"value": unknown[0]})

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        options = {
            "required": not self.blank,
            "label": capfirst(self.verbose_name),
            "help_text": self.help_text,
            "choices": self.choice_class.choices,
            "widget": forms.CheckboxSelectMultiple,
        }
        return forms.MultipleChoiceField(**{**options, **{k: v for k, v in kwargs.items() if k != "form_class"}})

    def labels(self, value: list[str]) -> list[str]:
        """Return the labels of the values, in the active language."""
        known = dict(self.choice_class.choices)
        return [str(known.get(item, item)) for item in value]


class SortKeyField(models.CharField):
    """The Turkish alphabetical order of another field, as hexadecimal: every database collates it alike, without a locale.

    Computed whenever the row is written through a model instance, `bulk_create` included.
    """

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"max_length": 240, "editable": False, "default": "", "db_index": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = analysis.sort_key(getattr(model_instance, self.source)).encode("utf-16-be", "replace").hex()[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value

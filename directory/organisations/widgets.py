"""Form fields and widgets of the organisation's edit form. They work without JavaScript and render 973 districts quickly."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.tags import TagField
from wagtail.admin.widgets import AdminTagWidget

from directory.places.models import District
from directory.topics.models import Keyword, Topic
from search import analysis

MAX_KEYWORDS = 30


class GroupedIterator(ModelChoiceIterator):
    """Yields (group label, [(value, label), …]) with one query; the field says what the group is."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for group, members in groupby(self.queryset, key=self.field.group_of):
            yield (group, [self.choice(member) for member in members])


class ProjectTemplateWidget(forms.CheckboxSelectMultiple):
    """A widget whose template lies with the project's templates."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        return render_to_string(template_name, context)  # type: ignore[return-value]


class TopicCheckboxes(ProjectTemplateWidget):
    template_name = "directory/admin/widgets/topic_checkboxes.html"


class DistrictCheckboxes(ProjectTemplateWidget):
    """A list that folds, a province each; those with a choice are open."""

    template_name = "directory/admin/widgets/district_checkboxes.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["open"] = {label for label, options, _index in groups if any(option["selected"] for option in options)}
        return context


class DistrictSelect(forms.Select):
    """One select, grouped by province. Rendered without a template per option: a form may show a dozen of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(item) for item in self.format_value(value)}
        final = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        attributes = format_html_join(
            "",
            " {}{}",
            ((key, "" if val is True else format_html('="{}"', val)) for key, val in final.items() if val is not False),
        )
        return format_html("<select{}>{}</select>", attributes, self._options(self.choices, chosen))

    def _options(self, choices: Iterable[Any], chosen: set[str]) -> SafeString:
        return format_html_join("", "{}", ((self._option(value, label, chosen),) for value, label in choices))

    def _option(self, value: Any, label: Any, chosen: set[str]) -> SafeString:
        if isinstance(label, list):
            return format_html('<optgroup label="{}">{}</optgroup>', value, self._options(label, chosen))
        selected = " selected" if str(value) in chosen else ""
        return format_html('<option value="{}"{}>{}</option>', str(value), selected, label)


def districts() -> Any:
    """Every district with its province, in the order of lists: provinces by alphabet, districts within."""
    return District.objects.select_related("province").order_by("province__slug", "slug")


class DistrictField(forms.ModelChoiceField):
    iterator = GroupedIterator
    widget = DistrictSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": districts(), "empty_label": _("No district"), "required": False, **kwargs})

    def group_of(self, district: District) -> str:
        return district.province.name

    def label_from_instance(self, district: District) -> str:
        return district.name


class DistrictsField(forms.ModelMultipleChoiceField):
    iterator = GroupedIterator
    widget = DistrictCheckboxes

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": districts(), "required": False, **kwargs})

    def group_of(self, district: District) -> str:
        return district.province.name

    def label_from_instance(self, district: District) -> str:
        return district.name


class TopicsField(forms.ModelMultipleChoiceField):
    """The rights areas as a grouped list of checkboxes: the tag box would silently drop a label it does not know."""

    iterator = GroupedIterator
    widget = TopicCheckboxes

    def __init__(self, **kwargs: Any) -> None:
        topics = Topic.objects.select_related("group")
        super().__init__(**{"queryset": topics, "required": False, **kwargs})

    def group_of(self, topic: Topic) -> str:
        return topic.group.label

    def label_from_instance(self, topic: Topic) -> str:
        return topic.label


class KeywordWidget(AdminTagWidget):
    """The tag box; it suggests only keywords the public already sees, whatever their case and letters."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-w-tag-url-value"] = reverse("keyword_autocomplete")
        context["widget"]["help_text"] = ""
        return context


class KeywordsField(TagField):
    """Free keywords, separated by commas."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"tag_model": Keyword, "widget": KeywordWidget(tag_model=Keyword), "required": False, **kwargs})

    def clean(self, value: Any) -> list[str]:
        words = list(dict.fromkeys(" ".join(word.split()) for word in super().clean(value)))
        if len(words) > MAX_KEYWORDS:
            raise forms.ValidationError(
                _("At most %(limit)d keywords; these are %(count)d.") % {"limit": MAX_KEYWORDS, "count": len(words)}
            )
        for word in words:
            if not analysis.fold(word).strip():
                raise forms.ValidationError(_("“%(word)s” has no letter. Remove it.") % {"word": word})
        return words

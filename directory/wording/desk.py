"""What people asked and did not find, and the desk where an editor mends one question: look, try, save, look again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from directory.topics.models import Topic, TopicSynonym
from directory.wording import trials
from directory.wording.forms import MendForm
from search import counting, service, trial
from search.engines.base import EngineError
from search.models import Synonym
from search.query import MAX_TEXT

PERIODS = (30, 120, 400)  # days
LISTED = 200


def may_mend(user: Any) -> bool:
    """Say whether somebody keeps the words of search."""
    return bool(policy_registry.get_by_type(Synonym).user_has_permission(user, "add"))


def may_mend_topics(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Topic).user_has_permission(user, "change"))


@require_safe
def unanswered(request: HttpRequest) -> HttpResponse:
    """List the questions that were answered with nothing, or with nothing that fits, the most asked first."""
    if not may_mend(request.user):
        raise PermissionDenied
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[0]
    rows = [
        {"asked": row, "url": f"{reverse('search_desk')}?{urlencode({'q': row.text, 'lang': row.lang})}"}
        for row in counting.unanswered(days=days, limit=LISTED)
    ]
    periods = [(each, ngettext("%(n)d day", "%(n)d days", each) % {"n": each}, each == days) for each in PERIODS]
    context = {"rows": rows, "periods": periods, "shown_from": counting.SHOWN_FROM}
    return TemplateResponse(request, "directory/admin/unanswered.html", context)


def desk(request: HttpRequest) -> HttpResponse:
    """Show how one question is answered; take what its words mean, try it, save it."""
    if not may_mend(request.user):
        raise PermissionDenied
    question = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:MAX_TEXT]
    lang = "en" if request.GET.get("lang") == "en" else "tr"
    context: dict[str, Any] = {"question": question, "lang": lang, "back_url": reverse("search_unanswered")}
    try:
        answer = trial.ask(question, lang=lang) if question else None
        form = MendForm(request.POST or None, initial={"phrase": _phrase(answer), "lang": lang})
        if not may_mend_topics(request.user):
            form.fields["topic"].disabled = True
        if question and form.is_valid():
            if "save" in request.POST:
                _save(request, form.row)
                return redirect(request.get_full_path())
            questions = [question, form.cleaned_data["phrase"], *trials.usual_questions(lang)]
            context["trial"] = trial.compare(questions, trials.knowledge_with(form.row), lang=lang)
        context |= {"answer": answer, "form": form, "more": _more(question, lang)}
    except EngineError:
        context["problem"] = _("The search does not answer at the moment, so nothing can be tried.")
    return TemplateResponse(request, "directory/admin/desk.html", context)


def _phrase(answer: trial.Answer | None) -> str:
    return " ".join(answer.unread)[:100] if answer else ""


def _more(question: str, lang: str) -> list[tuple[str, str]]:
    """Return the ways to say more than a phrase can."""
    pattern = f"{reverse('situation:add')}?{urlencode({'questions': question, 'lang': lang})}"
    return [(_("Describe it as an everyday situation"), pattern), (_("All word synonyms"), reverse("word_synonym:index"))]


def _save(request: HttpRequest, row: TopicSynonym | Synonym) -> None:
    with transaction.atomic():
        row.save()
        changed = row.topic if isinstance(row, TopicSynonym) else row
        log(instance=changed, action="wagtail.edit", user=request.user, content_changed=True)
    service.renew()
    meant = row.topic.label if isinstance(row, TopicSynonym) else row.means
    typed = row.term if isinstance(row, TopicSynonym) else row.words
    messages.success(request, _("Whoever types “%(word)s” now finds “%(topic)s”.") % {"word": typed, "topic": meant})

"""The questions that find out who has to come, and for what. Every answer is part of the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from servicepoint.forms.page import ChoiceCards, PageForm
from servicepoint.kit import clock
from servicepoint.locations import queries as locations
from servicepoint.public.place import LOCATION
from servicepoint.public.templatetags.content_texts import text
from servicepoint.public.views.information import TELEPHONE_SECONDS, informs
from servicepoint.services import queries as services
from servicepoint.services import rules
from servicepoint.services.errors import AnswerUnknown
from servicepoint.services.triage import NextStep, Outcome, Question, Step, Taken

ANSWERS_MAX = 30
UNFINISHED = 422  # the address is right, the choice is missing
ADULT_AGE = 30  # the list on the outcome page is for an adult; the confirmation lists each person's own


class AnswerForm(PageForm):
    """One question as radios."""

    heading_field = "answer"
    answer = forms.ChoiceField(error_messages={"required": _("Choose the answer that fits your situation")})

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        hints = {one.slug: text(one.hint) for one in question.answers if one.hint}
        field.widget = ChoiceCards(hints=hints)
        field.choices = [(one.slug, text(one.label)) for one in question.answers]
        field.label = text(question.title)
        field.help_text = text(question.hint)
        field.error_messages["invalid_choice"] = field.error_messages["required"]


@dataclass(frozen=True, slots=True)
class Row:
    """An earlier answer, with the address at which it can be changed."""

    key: str
    value: str
    change_href: str


@informs(TELEPHONE_SECONDS)
def check(request: HttpRequest, answers: str = "") -> HttpResponse:
    """Show the next question, or the outcome, of the answers in the address."""
    slugs = answers.split("/") if answers else []
    step = _walked(slugs)
    rows = [_row(slugs, number, taken) for number, taken in enumerate(step.taken)]
    if step.outcome:
        return _outcome_page(request, step.outcome, rows)
    assert step.question
    return _question_page(request, step.question, slugs, rows)


def address(slugs: Sequence[str]) -> str:
    """Return the address that these answers lead to."""
    return reverse("public:check", args=["/".join(slugs)]) if slugs else reverse("public:check")


def _walked(slugs: Sequence[str]) -> Step:
    if len(slugs) > ANSWERS_MAX:
        raise Http404("too many answers")
    try:
        return rules.walk(services.triage_graph(), slugs)
    except AnswerUnknown as unknown:
        raise Http404("no such answer") from unknown


def _row(slugs: Sequence[str], number: int, taken: Taken) -> Row:
    back = f"{address(slugs[:number])}?was={slugs[number]}"
    return Row(text(taken.question.title), text(taken.answer.label), back)


def _question_page(
    request: HttpRequest, question: Question, slugs: list[str], rows: list[Row]
) -> HttpResponse:
    asked = "asked" in request.GET or "answer" in request.GET
    form = AnswerForm(
        question, request.GET if asked else None, initial={"answer": request.GET.get("was", "")}
    )
    if form.is_valid():
        return redirect(address([*slugs, form.cleaned_data["answer"]]))
    context = {"form": form, "question": question, "rows": rows, "address": address(slugs)}
    context["previous"] = rows[-1].change_href if rows else reverse("public:start")
    return render(request, "public/question.html", context, status=UNFINISHED if asked else 200)


def _outcome_page(request: HttpRequest, outcome: Outcome, rows: list[Row]) -> HttpResponse:
    context = {
        "outcome": outcome,
        "rows": rows,
        "previous": rows[-1].change_href if rows else reverse("public:start"),
        "steps": [_next_step(one) for one in outcome.next],
        "telephone": locations.telephone_state(clock.now()),
        **_booking(outcome),
    }
    return render(request, "public/outcome.html", context)


def _booking(outcome: Outcome) -> dict[str, Any]:
    service = services.catalogue().services.get(outcome.service or "")
    if service is None or not service.active:
        return {}
    today = clock.dutch_day(clock.now())
    place = locations.location_by_slug_lately(LOCATION)
    return {
        "service": service,
        "by_letter": service.code in {*place.letter_services, *place.matched_services},
        "needs_letter": service.code in place.letter_services,
        "fee": rules.fee_on(service, today),
        "requirements": rules.requirements_for(service, outcome.situation, ADULT_AGE, today),
    }


def _next_step(step: NextStep) -> dict[str, str]:
    link = step.link or ""
    if link.startswith("page:"):
        link = reverse("public:" + link.removeprefix("page:"))
    return {"text": text(step.text), "href": link, "link_text": text(step.link_text) or link}

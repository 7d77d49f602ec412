"""Who comes: one page for each person."""

from datetime import date

from django.http import HttpRequest, HttpResponseBase

from servicepoint.appointments.party import Person
from servicepoint.forms.shapes import NO_NAME
from servicepoint.public import steps
from servicepoint.public.forms.letter import SituationForm
from servicepoint.public.forms.person import PersonForm
from servicepoint.public.journey import Journey, person_key


@steps.step("person")
def person(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Ask about one person, for what they come for."""
    if journey.is_by_letter:
        return _situation(request, journey)
    service = journey.service(journey.here.number)
    form = PersonForm(
        steps.posted(request),
        service=service,
        day=journey.day,
        taken=_v_numbers_of_others(journey, journey.here.number),
        is_reader=journey.here.number == 1,
        initial=_initial(journey, journey.here.number),
    )
    if request.method == "POST" and form.is_valid():
        return steps.finish(journey, {person_key(journey.here.number): _as_answer(form.person())})
    steps.typed_before(form, journey)
    return steps.show(request, "person", journey, {"form": form, "service": service})


def _situation(request: HttpRequest, journey: Journey) -> HttpResponseBase:
    """Ask the one thing that a letter does not say; everything else stays as the letter has it."""
    number = journey.here.number
    if not journey.situations_asked(number):
        return steps.go_on(journey)
    given, service = dict(journey.answers_about(number)), journey.service(number)
    known = Person(**{**given, "birth_date": date.fromisoformat(given["birth_date"])})
    form = SituationForm(
        steps.posted(request),
        service=service,
        asked=journey.situations_asked(number),
        person=known,
        day=journey.day,
    )
    if request.method == "POST" and form.is_valid():
        answer = {**given, "situation": form.cleaned_data["situation"]}
        return steps.finish(journey, {person_key(number): answer})
    steps.typed_before(form, journey)
    context = {"form": form, "service": service, "name": journey.title_of(number)}
    context["who_href"] = journey.address(journey.who)
    return steps.show(request, "situation", journey, context)


def _initial(journey: Journey, number: int) -> dict[str, object]:
    given = dict(journey.answers_about(number))
    if given:
        given["first_name"] = given["first_name"] or NO_NAME
        given["birth_date"] = tuple(str(int(part)) for part in reversed(given["birth_date"].split("-")))
    return given


def _as_answer(person: Person) -> dict[str, str]:
    assert person.birth_date is not None  # the page asks for it
    return {
        "service": person.service,
        "situation": person.situation,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": person.birth_date.isoformat(),
        "v_number": person.v_number,
        "bsn": person.bsn,
    }


def _v_numbers_of_others(journey: Journey, number: int) -> dict[str, str]:
    """Return whose V-number is whose, of everyone else in the party."""
    others = [other for other in range(1, journey.size + 1) if other != number]
    known = {journey.answers_about(other).get("v_number", ""): journey.title_of(other) for other in others}
    return {v_number: name for v_number, name in known.items() if v_number}

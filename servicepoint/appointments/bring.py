"""What a person brings, in words: the requirements, and for whom one holds where that was not asked."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from servicepoint.notifications.note import Texts
from servicepoint.services import rules
from servicepoint.services.catalogue import Requirement, Service


def what_to_bring(service: Service, situation: str, birth_date: date | None, day: date) -> tuple[Texts, ...]:
    """Return what a person brings to a visit on that day, in order and in every language.

    Whoever was not asked for their situation or birth date reads with each thing for whom it is.
    """
    age = rules.age_on(birth_date, day) if birth_date else None
    return tuple(
        _in_words(service, each, is_asked=situation != rules.NOT_ASKED, is_age_known=age is not None)
        for each in rules.requirements_for(service, situation, age, day)
    )


def _in_words(service: Service, requirement: Requirement, *, is_asked: bool, is_age_known: bool) -> Texts:
    words = _with_detail(requirement)
    needing = rules.situations_needing(service, requirement)
    if not is_asked and len(needing) < len([each for each in service.situations if each.refusal is None]):
        words = _followed_by(words, {code: _when([each.label for each in needing], code) for code in words})
    if not is_age_known and (requirement.age_min or requirement.age_max is not None):
        words = _followed_by(words, {code: _for_ages(requirement, code) for code in words})
    return words


def _with_detail(requirement: Requirement) -> Texts:
    """Return what to bring with what must be true of it, such as how a certificate is legalised."""
    detail = requirement.detail
    return requirement.text if not detail else _followed_by(requirement.text, detail)


def _followed_by(texts: Texts, more: Texts) -> Texts:
    return {code: f"{text.removesuffix('.')}. {more.get(code, more['nl'])}" for code, text in texts.items()}


def _when(labels: list[Texts], language: str) -> str:
    with translation.override(language):
        joined = f"” {gettext('or')} “".join(label.get(language, label["nl"]) for label in labels)
        return gettext("Only if this is your situation: “%(situations)s”") % {"situations": joined}


def _for_ages(requirement: Requirement, language: str) -> str:
    ages = {"from": requirement.age_min, "to": requirement.age_max}
    with translation.override(language):
        if requirement.age_max is None:
            return gettext("Only for people aged %(from)d or older") % ages
        if requirement.age_min is None:
            return gettext("Only for people aged %(to)d or younger") % ages
        return gettext("Only for people aged %(from)d to %(to)d") % ages

"""The catalogue as officials edit it: services, their lengths, fees, situations and requirements."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MINUTES_MAX = 240
LEAD_DAYS_MAX = 60
HORIZON_DAYS_MAX = 120  # as far as the search for free places looks, less a few days


class VNumberRule(models.TextChoices):
    """Whether a person must give a V-number to book."""

    REQUIRED = "required", _("required")
    OPTIONAL = "optional", _("optional")


class Service(models.Model):
    """What can be booked."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    slug = models.SlugField(_("name in addresses"), unique=True)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    name = models.JSONField(_("name"))
    summary = models.JSONField(_("summary"))
    who_may_book = models.JSONField(_("who may book"))
    steps = models.JSONField(_("what happens at the visit"), default=list)
    lead_minutes = models.PositiveIntegerField(
        _("minutes between booking and visit, at least"),
        validators=[MaxValueValidator(LEAD_DAYS_MAX * 24 * 60)],
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("days ahead that can be booked"), validators=[MaxValueValidator(HORIZON_DAYS_MAX)]
    )
    asks_bsn = models.BooleanField(_("asks for the BSN"), default=False)
    v_number = models.CharField(_("V-number"), max_length=8, choices=VNumberRule)
    active = models.BooleanField(_("can be booked"), default=True)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(name="service_code_is_capitals", condition=Q(code__regex=r"^[A-Z]{2,8}$")),
            models.CheckConstraint(
                name="service_v_number_known", condition=Q(v_number__in=VNumberRule.values)
            ),
            models.CheckConstraint(
                name="service_horizon_is_bounded", condition=Q(horizon_days__range=(1, HORIZON_DAYS_MAX))
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ServiceLength(models.Model):
    """How long a visit takes from a day on: the first person, and each further one."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="lengths")
    valid_from = models.DateField(_("valid from"))
    first_minutes = models.PositiveSmallIntegerField(
        _("minutes for the first person"), validators=[MinValueValidator(5), MaxValueValidator(MINUTES_MAX)]
    )
    further_minutes = models.PositiveSmallIntegerField(
        _("minutes for each further person"), validators=[MaxValueValidator(MINUTES_MAX)]
    )

    class Meta:
        verbose_name = _("length")
        verbose_name_plural = _("lengths")
        ordering = ["service", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="length_once_per_day", fields=["service", "valid_from"]),
            models.CheckConstraint(
                name="length_is_bounded",
                condition=Q(first_minutes__range=(5, MINUTES_MAX), further_minutes__lte=MINUTES_MAX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.first_minutes} + {self.further_minutes}"


class Fee(models.Model):
    """What a service costs each person from a day on; zero is free."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="fees")
    valid_from = models.DateField(_("valid from"))
    amount_cents = models.PositiveIntegerField(_("amount in cents"))
    note = models.JSONField(_("note"), default=dict, blank=True)

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        ordering = ["service", "valid_from"]
        constraints = [models.UniqueConstraint(name="fee_once_per_day", fields=["service", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.amount_cents / 100:.2f}"


class Situation(models.Model):
    """One choice of a service's question about the person's situation; with `refusal` it cannot be booked."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="situations")
    code = models.SlugField(_("code"))
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    label = models.JSONField(_("label"))
    hint = models.JSONField(_("hint"), null=True, blank=True)
    refusal = models.SlugField(
        _("refusal"),
        blank=True,
        allow_unicode=False,
        help_text=_("Code of the refusal that people in this situation get; empty means they may book."),
    )

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        ordering = ["service", "position", "code"]
        constraints = [models.UniqueConstraint(name="situation_once_per_service", fields=["service", "code"])]

    def __str__(self) -> str:
        return self.code


class Requirement(models.Model):
    """What to bring, and what is checked at the counter. Ages in whole years, both ends included."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="requirements")
    code = models.SlugField(_("code"))
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    text = models.JSONField(_("text"))
    detail = models.JSONField(_("detail"), null=True, blank=True)
    situations = ArrayField(
        models.SlugField(),
        verbose_name=_("situations"),
        default=list,
        blank=True,
        help_text=_("Codes of situations, separated by commas. Empty means all."),
    )
    age_min = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("up to age"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["service", "position", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="requirement_once_per_day", fields=["service", "code", "valid_from"]
            ),
            models.CheckConstraint(
                name="requirement_ages_in_order",
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_max__gte=F("age_min")),
            ),
            models.CheckConstraint(
                name="requirement_ends_after_start",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

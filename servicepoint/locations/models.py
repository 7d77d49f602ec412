"""Service points, their counters, and when those are open."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    """ISO numbers: Monday is 1."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class Location(models.Model):
    """A service point. `version` rises with every edit of its openings and is never used twice."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    key = models.CharField(_("key in the planner"), max_length=32, unique=True)
    alias = models.CharField(_("short key in the planner"), max_length=8, unique=True)
    name = models.JSONField(_("name"))
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=10)
    city = models.CharField(_("city"), max_length=80)
    province = models.CharField(_("province"), max_length=40, blank=True)
    phone = models.CharField(_("telephone of the IND"), max_length=30)
    email = models.EmailField(_("e-mail of the IND service point"))
    centre_phone = models.CharField(_("telephone of the centre"), max_length=30, blank=True)
    centre_email = models.EmailField(_("e-mail of the centre"), blank=True)
    route = models.JSONField(_("how to get there"), default=dict, blank=True)
    access = models.JSONField(_("access facts"), default=list, blank=True)
    step_minutes = models.PositiveSmallIntegerField(_("minutes between start times"), default=10)
    letter_services = ArrayField(
        models.CharField(max_length=8),
        verbose_name=_("services that need the code of a letter"),
        default=list,
        blank=True,
        help_text=_("Codes of services, separated by commas. Who has no letter calls."),
    )
    matched_services = ArrayField(
        models.CharField(max_length=8),
        verbose_name=_("services that need a letter or a V-number that matches"),
        default=list,
        blank=True,
        help_text=_("Codes of services, separated by commas. The V-number must be that of a document here."),
    )
    version = models.BigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(name="location_key_is_hex", condition=Q(key__regex=r"^[0-9a-f]{32}$")),
            models.CheckConstraint(
                name="location_step_is_whole_ticks", condition=Q(step_minutes__in=range(5, 65, 5))
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Counter(models.Model):
    """A place where one party is helped at a time."""

    location = models.ForeignKey(
        Location, models.PROTECT, related_name="counters", verbose_name=_("location")
    )
    name = models.CharField(_("name"), max_length=40)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")
        ordering = ["location", "name"]
        constraints = [
            models.UniqueConstraint(name="counter_name_once_per_location", fields=["location", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """What a weekly and a dated opening share: from, until, and for which services."""

    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"))
    services = ArrayField(models.CharField(max_length=8), verbose_name=_("services"))

    class Meta:
        abstract = True


class WeeklyOpening(OpeningHours):
    """A counter is open on this weekday, from `valid_from` to `valid_until`, both days included."""

    counter = models.ForeignKey(Counter, models.CASCADE, related_name="weekly", verbose_name=_("counter"))
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("weekly opening")
        verbose_name_plural = _("weekly openings")
        ordering = ["counter", "weekday", "opens_at", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="weekly_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(name="weekly_weekday_is_iso", condition=Q(weekday__range=(1, 7))),
            models.CheckConstraint(
                name="weekly_ends_after_start",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="weekly_has_a_service", condition=Q(services__len__gt=0)),
        ]

    def __str__(self) -> str:
        until = f" – {self.valid_until}" if self.valid_until else ""
        hours = f"{self.opens_at:%H:%M}-{self.closes_at:%H:%M}"
        return f"{self.get_weekday_display()} {hours} ({self.valid_from}{until})"


class DatedOpening(OpeningHours):
    """A counter is open on this one day, beside its weekly pattern."""

    counter = models.ForeignKey(Counter, models.CASCADE, related_name="dated", verbose_name=_("counter"))
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("extra opening")
        verbose_name_plural = _("extra openings")
        ordering = ["on", "counter", "opens_at"]
        constraints = [
            models.CheckConstraint(
                name="dated_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(name="dated_has_a_service", condition=Q(services__len__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"


class Closure(models.Model):
    """Days without openings, `ends_on` included, or the same hours on each of them; one counter or all."""

    location = models.ForeignKey(
        Location, models.CASCADE, related_name="closures", verbose_name=_("location")
    )
    counter = models.ForeignKey(
        Counter, models.CASCADE, related_name="closures", null=True, blank=True, verbose_name=_("counter"),
        help_text=_("Leave empty to close the whole location."),
    )  # fmt: skip
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    from_time = models.TimeField(_("from"), null=True, blank=True)
    until_time = models.TimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["starts_on", "from_time"]
        constraints = [
            models.CheckConstraint(name="closure_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="closure_hours_both_or_none",
                condition=Q(from_time=None, until_time=None)
                | Q(from_time__isnull=False, until_time__isnull=False, until_time__gt=F("from_time")),
            ),
            models.CheckConstraint(name="closure_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}: {self.reason}"


class Holiday(models.Model):
    """A day on which the office, the telephone, or both are closed, at every location."""

    on = models.DateField(_("day"), unique=True)
    name = models.JSONField(_("name"))
    office_closed = models.BooleanField(_("office closed"), default=True)
    telephone_closed = models.BooleanField(_("telephone closed"), default=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.name.get('nl', '')}"


class TelephoneHours(models.Model):
    """The telephone is answered on this weekday, from `valid_from` to `valid_until`, both days included."""

    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("telephone hours")
        verbose_name_plural = _("telephone hours")
        ordering = ["weekday", "opens_at", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="telephone_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(name="telephone_weekday_is_iso", condition=Q(weekday__range=(1, 7))),
            models.CheckConstraint(
                name="telephone_ends_after_start",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"

"""Appointments: the persons in them, how to reach them, what they bring."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from servicepoint.api.v1.schemas.catalogue import Fee, Text
from servicepoint.api.v1.values import (
    TOKEN_PATTERN,
    AppointmentCode,
    BirthDate,
    Bsn,
    Email,
    FirstName,
    LastName,
    MayLetterCode,
    Moment,
    Phone,
    Sent,
    ServiceCode,
    Told,
    VNumber,
    wrong,
)
from servicepoint.appointments.party import INTERPRETER_LANGUAGES, PARTY_MAX, Contact, Party, Person
from servicepoint.services import queries as services
from servicepoint.services.catalogue import Service

SITUATION_LENGTH_MAX = 40


class PersonSent(Sent):
    """One person and what they come for."""

    service: ServiceCode
    situation: str = Field(
        default="",
        max_length=SITUATION_LENGTH_MAX,
        description="The code of one of the service's situations; empty where the service has none.",
    )
    first_name: FirstName
    last_name: LastName
    birth_date: BirthDate
    v_number: VNumber = ""
    bsn: Bsn = ""
    letter_code: MayLetterCode = ""

    @field_validator("situation")
    @classmethod
    def _is_of_the_service(cls, situation: str, info: ValidationInfo) -> str:
        service = _service_in(info)
        if service is None:
            return situation
        if service.situations and not situation:
            raise wrong("situation_missing")
        if situation and situation not in {each.code for each in service.situations}:
            raise wrong("situation_unknown")
        return situation

    @field_validator("v_number")
    @classmethod
    def _is_there_where_asked(cls, number: str, info: ValidationInfo) -> str:
        service = _service_in(info)
        if service is not None and service.v_number == "required" and not number:
            raise wrong("v_number_missing")
        return number

    @field_validator("bsn")
    @classmethod
    def _is_asked(cls, number: str, info: ValidationInfo) -> str:
        service = _service_in(info)
        if service is not None and number and not service.asks_bsn:
            raise wrong("bsn_not_asked")
        return number

    def person(self) -> Person:
        """Return the person as the appointments room knows them."""
        return Person(**self.model_dump(exclude={"letter_code"}))


class ContactSent(Sent):
    """How the party is reached: by e-mail, by telephone or both."""

    language: Literal["nl", "en"] = Field(description="In which we write to the party.")
    phone: Phone = ""
    email: Email = ""

    @field_validator("email")
    @classmethod
    def _can_be_reached(cls, email: str, info: ValidationInfo) -> str:
        if not email and info.data.get("phone") == "":
            raise wrong("unreachable")
        return email

    def contact(self) -> Contact:
        """Return it as the appointments room knows it."""
        return Contact(self.language, self.email, self.phone)


class NeedsSent(Sent):
    """What helps during the visit; never why."""

    interpreter: str = Field(default="", description="The language, or empty for none.")
    wheelchair: bool = False
    quiet_room: bool = False
    guardian: bool = Field(default=False, description="A parent or guardian comes along.")
    lawyer: bool = Field(default=False, description="A lawyer comes along.")
    infant: bool = Field(default=False, description="A baby or small child comes along.")

    @field_validator("interpreter")
    @classmethod
    def _is_a_language(cls, language: str) -> str:
        if language and language not in INTERPRETER_LANGUAGES:
            raise wrong("wrong_value")
        return language

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
        """Name the languages in the description."""
        schema = handler(core_schema)
        handler.resolve_ref_schema(schema)["properties"]["interpreter"]["enum"] = ["", *INTERPRETER_LANGUAGES]
        return schema


class Booking(Sent):
    """Everyone who comes, in the order of the hold's services."""

    hold_token: str = Field(pattern=TOKEN_PATTERN)
    persons: list[PersonSent] = Field(min_length=1, max_length=PARTY_MAX)
    contact: ContactSent
    needs: NeedsSent = NeedsSent()

    def party(self) -> Party:
        """Return the party as the appointments room knows it."""
        needs = {name: value for name, value in self.needs.model_dump().items() if value}
        return Party(tuple(each.person() for each in self.persons), self.contact.contact(), needs)


class NewTime(Sent):
    """When the appointment starts."""

    starts_at: Moment


class CodeAndProof(Sent):
    """The code that the party brings, and the date of birth of one of its persons.

    Of a person whose date of birth was not asked (booked by a program made for the planner), the V-number.
    """

    code: AppointmentCode
    v_number: VNumber = ""
    birth_date: BirthDate | None = None

    @field_validator("birth_date")
    @classmethod
    def _is_proven(cls, birth_date: date | None, info: ValidationInfo) -> date | None:
        if birth_date is None and info.data.get("v_number") == "":
            raise wrong("missing")
        return birth_date


class Attendee(Told):
    """A person in an appointment. Dates of birth and numbers are not told again."""

    position: int
    """Names the person in addresses."""
    service: str
    situation: str
    first_name: str
    last_name: str
    requirements: list[Text]
    """By service, situation and age; where one of these was not asked, the text says for whom it is."""
    fee: Fee | None
    """What this person pays; null when it is not known here."""


class Visit(Told):
    """What happens at the counter for one service."""

    service: str
    steps: list[Text]


class ContactTold(Told):
    """How the party is reached, without the address and the number themselves."""

    language: str
    has_email: bool
    has_phone: bool


class Appointment(Told):
    """A booked time for a party."""

    id: str
    """Names the appointment in addresses; it opens nothing."""
    code: str
    """What a person brings and can read aloud."""
    status: Literal["booked", "cancelled"]
    location: str
    starts_at: datetime
    ends_at: datetime
    persons: list[Attendee]
    contact: ContactTold
    visits: list[Visit]
    moves_left: int


class OpenAppointment(Appointment):
    """An appointment with the token that opens it, for the header Authorization."""

    token: str
    manage_url: str
    """The page on which the party changes it. Whoever has it can: give it to nobody else."""


class AppointmentToken(Told):
    """What opens an appointment."""

    appointment_id: str
    token: str
    manage_url: str


def _service_in(info: ValidationInfo) -> Service | None:
    return services.catalogue().services.get(str(info.data.get("service", "")))

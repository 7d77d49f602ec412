"""Why somebody is not let in: one class per refusal, each with a stable code and no prose."""

from typing import ClassVar


class NotProved(Exception):
    """A second factor or a single sign-on that proves nothing; nothing was changed."""

    code: ClassVar[str] = "not_proved"


class CodeWrong(NotProved):
    """The six digits or the recovery code are not right, or were used before."""

    code = "code_wrong"


class PasskeyRefused(NotProved):
    """The passkey's answer does not belong to this question, this site or this account."""

    code = "passkey_refused"


class RoleMissing(NotProved):
    """The provider names none of our roles for this person, or the account was made inactive."""

    code = "role_missing"

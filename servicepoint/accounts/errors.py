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


class ClientKeyRefused(Exception):
    """No key of a program was made or revoked."""

    code: ClassVar[str] = "client_key_refused"


class ClientNameTaken(ClientKeyRefused):
    """Another program has a key under this name: revoke it first, or choose another name."""

    code = "client_name_taken"


class ClientNameWrong(ClientKeyRefused):
    """A name is letters, digits, dots and dashes, 60 characters at most: it stands in the record."""

    code = "client_name_wrong"


class ClientKeyUnknown(ClientKeyRefused):
    """No key in use has this name."""

    code = "client_key_unknown"


class ScopeUnknown(ClientKeyRefused):
    """A program may do one or more of a list; this is not in it."""

    code = "scope_unknown"

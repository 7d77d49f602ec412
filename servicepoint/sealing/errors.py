"""Why a sealed value cannot be read."""


class CannotOpen(Exception):
    """The value was sealed with a key we do not have, for another column, or was changed."""

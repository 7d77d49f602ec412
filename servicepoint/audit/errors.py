"""What the record refuses."""


class FactRefused(ValueError):
    """A fact has an unknown key, or a value that could be a person's detail. A mistake of the programmer."""

"""An input error that a view finds after the shape was right."""

from servicepoint.api.problem import InputError


class WrongInput(Exception):
    """What was sent cannot be understood; `error` says where and why."""

    def __init__(self, error: InputError) -> None:
        super().__init__(error.code)
        self.error = error

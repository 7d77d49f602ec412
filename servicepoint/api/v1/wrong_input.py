"""Input errors that a view finds after the shape was right."""

from servicepoint.api.problem import InputError


class WrongInput(Exception):
    """What was sent cannot be understood; `errors` say where and why."""

    def __init__(self, *errors: InputError) -> None:
        super().__init__(",".join(each.code for each in errors))
        self.errors = errors

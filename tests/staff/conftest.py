import pytest
from django.contrib.auth.models import Group, User

PASSWORD = "an invented password of staff"


@pytest.fixture(autouse=True)
def passwords_cost_little(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def account(db):
    """Make an account: `account("lead")` has that role, `account()` none."""

    def made(role="", **fields):
        name = fields.pop("username", f"{role or 'nobody'}.voorbeeld")
        user = User.objects.create_user(name, password=PASSWORD, **({"is_staff": True} | fields))
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return made


@pytest.fixture
def logged_in(account, client):
    """Give a browser in which an account of that role is logged in."""

    def browser(role="", **fields):
        client.force_login(account(role, **fields))
        return client

    return browser


@pytest.fixture(autouse=True)
def one_factor_is_enough(settings):
    """Log in with a password alone; the tests of the second factor ask for it."""
    settings.STAFF_SECOND_FACTOR = False

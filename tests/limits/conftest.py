from datetime import UTC, datetime

import pytest

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def limits_on(settings):
    settings.RATE_LIMITS = True

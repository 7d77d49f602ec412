"""A worker of its own that prints what waits: `python -m tests.letters.press_ahead`. To be killed."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> None:
    """Print everything, saying when it begins."""
    django.setup()
    from servicepoint.kit import clock  # noqa: PLC0415 - needs the settings
    from servicepoint.letters.actions import print_due  # noqa: PLC0415
    from tests.letters.composing import compose  # noqa: PLC0415

    sys.stdout.write("begins\n")
    sys.stdout.flush()
    print_due(compose, now=clock.now())


if __name__ == "__main__":
    main()

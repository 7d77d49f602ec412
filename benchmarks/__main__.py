"""Measure everything in turn, print it side by side, and write docs/benchmarks.md."""

import logging
import os

import django

from launch.run import collect_files, compile_messages


def main() -> None:
    """Prepare Django and the files of the site, then measure on the PostgreSQL that DATABASE_URL names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site_settings"
    os.environ["PROXIES_TRUSTED"] = "1"
    environment = dict(os.environ)
    compile_messages(environment)
    collect_files(environment)
    django.setup()
    logging.disable(logging.CRITICAL)
    from benchmarks.course import run  # noqa: PLC0415 - it needs Django set up

    run(environment["DATABASE_URL"])


if __name__ == "__main__":
    main()

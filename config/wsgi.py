"""The entry for the web server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config.chunked import with_length

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = with_length(get_wsgi_application(), bytes_max=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
get_resolver().url_patterns  # noqa: B018 - loads the doors now: the first who asks shall not wait

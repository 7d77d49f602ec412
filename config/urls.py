"""Which door answers which address."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import checks  # noqa: F401 - registers them
from servicepoint.api.urls import asked_most

urlpatterns: list[URLPattern | URLResolver] = [
    *asked_most,  # first: each line is tried
    path("", include("servicepoint.api.urls")),
    path("", include("servicepoint.public.urls_root")),
    path("", include("servicepoint.public.urls_hall")),
    path("live/", include("servicepoint.public.urls_live")),
    path("staff/", include("servicepoint.staff.urls")),
    path("staff/admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("servicepoint.public.urls")),
        path("", include("servicepoint.api.urls_pages")),
    ),
]
if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("servicepoint.public.urls_demo")))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"

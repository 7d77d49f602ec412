"""Django's admin app with our site; stands in INSTALLED_APPS in its place."""

from django.contrib.admin.apps import AdminConfig


class StaffAdmin(AdminConfig):
    """Loads every room's admin.py into `StaffSite`."""

    default = False
    default_site = "servicepoint.staff.admin_site.StaffSite"

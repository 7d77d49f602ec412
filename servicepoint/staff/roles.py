"""The roles of staff and what each may do. Kept in code, so that it is reviewed; not edited by hand.

A superuser may do everything and is for setting up; nobody becomes one in the admin site.
"""

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission

ALL = ("view", "add", "change", "delete")
KEPT = ("view", "add", "change")  # never deleted: others refer to it
READ = ("view",)
RESEND = ("view", "change")  # messages are not changed by hand: this lets an account send one again
RECEIVE = ("receive",)  # check people in, keep the line of the hall
ALLOW = ("receive", "allow")  # and say how many may come without an appointment
CANCEL = ("view", "change")  # nor are appointments: this lets an account cancel one, with a reason

# Role -> room (app label, or app.model) -> verbs.
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "assistant": {"locations": READ, "services": READ, "visits.visit": RECEIVE},
    "hall-host": {"locations": READ, "services": READ, "visits.visit": RECEIVE},
    "lead": {
        "locations": ALL,
        "services": ALL,
        "notifications": RESEND,
        "appointments.appointment": CANCEL,
        "visits.visit": ALLOW,
        "devices": KEPT,
    },
    "administrator": {
        "locations": ALL,
        "services": ALL,
        "notifications": RESEND,
        "appointments.appointment": CANCEL,
        "auth.user": KEPT,
        "audit": READ,
        "devices": KEPT,
    },
}


def ensure_roles() -> None:
    """Make the groups, each with exactly the permissions named above. Repeating changes nothing."""
    for name, grants in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(
            permission
            for permission in Permission.objects.select_related("content_type")
            if _granted(permission, grants)
        )


def _granted(permission: Permission, grants: Mapping[str, tuple[str, ...]]) -> bool:
    kind = permission.content_type
    verbs = grants.get(kind.app_label) or grants.get(f"{kind.app_label}.{kind.model}") or ()
    return permission.codename in {f"{verb}_{kind.model}" for verb in verbs}

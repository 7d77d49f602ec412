"""The roles of staff and what each may see and do. Kept in code, so that it is reviewed; not edited by hand.

A superuser may do everything and is for setting up; nobody becomes one in the admin site.
"""

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission

ALL = ("view", "add", "change", "delete")
KEPT = ("view", "add", "change")  # never deleted: others refer to it
READ = ("view",)
RESEND = ("view", "change")  # messages are not changed by hand: this lets an account send one again
TAKE = ("take",)  # photos and fingerprints
OVERSEE = ("oversee",)  # accept what another account took or asked for, and see what was not confirmed
KEEP = ("keep",)  # the safe: scan in, take out, count
RECEIVE = ("receive",)  # check people in, keep the line of the hall
ALLOW = ("receive", "allow")  # and say how many may come without an appointment
CANCEL = ("view", "change")  # nor are appointments: this lets an account cancel one, with a reason
SERVE = ("serve", "list")  # at a counter, and everyone of the day
LEAD = ("lead",)  # the day board: watch, close, write to who did not come
DELIVER = ("deliver",)  # read in what the IND delivers
BOOK = ("book",)  # for callers: look for, book and change appointments, on the pages that visitors use
INVITE = ("invite",)  # invite people, give letters another code, and hear when one is attacked
SEND = ("send",)  # print letters again, note what came back, change where they go
FOLLOW = ("follow",)  # the batches of letters at the print service, and each letter as it is printed
TELL = ("view", "search")  # the record, and what it holds about one person

# Role -> room (app label, or app.model) -> verbs.
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "assistant": {
        "locations": READ,
        "services": READ,
        "biometrics.sitting": TAKE,
        "documents.document": KEEP,
        "visits.visit": SERVE + RECEIVE,
    },
    "hall-host": {"locations": READ, "services": READ, "visits.visit": RECEIVE},
    "telephone-agent": {
        "locations": READ,
        "services": READ,
        "appointments.appointment": BOOK,
        "letters.letter": SEND,
    },
    "lead": {
        "locations": ALL,
        "services": ALL,
        "notifications": RESEND,
        "appointments.appointment": CANCEL + BOOK,
        "biometrics.sitting": (*TAKE, *OVERSEE),
        "documents.document": (*DELIVER, *KEEP, *OVERSEE),
        "documents.invitation": INVITE,
        "letters.letter": SEND,
        "letters.batch": FOLLOW,
        "visits.visit": SERVE + LEAD + ALLOW,
        "devices": KEPT,
    },
    "auditor": {"audit": TELL},
    "administrator": {
        "locations": ALL,
        "services": ALL,
        "notifications": RESEND,
        "appointments.appointment": CANCEL + BOOK,
        "documents.document": DELIVER,
        "documents.invitation": INVITE,
        "letters.letter": SEND,
        "letters.batch": FOLLOW,
        "auth.user": KEPT,
        "audit": TELL,
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

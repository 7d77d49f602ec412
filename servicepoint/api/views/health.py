"""Whether this process can serve: for load balancers and for whoever is on call."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from servicepoint.api.health import Asker

_asker = Asker()


@csrf_exempt
@require_safe
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - nothing in a request changes the answer
    """Answer 200 `{"status":"ok"}`, or 503 with a `reason`, within two seconds; never cached."""
    reason = _asker.trouble(connection.pool)  # type: ignore[attr-defined]  # psycopg's, set in DATABASES
    answer = {"status": "ok"} if reason is None else {"status": "unavailable", "reason": reason}
    compact = {"separators": (",", ":")}
    response = JsonResponse(answer, status=200 if reason is None else 503, json_dumps_params=compact)
    response["Cache-Control"] = "no-store"
    return response

"""One request to another system, as the settings name it: one answer, no redirect, no surprises."""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit


class NoAnswer(Exception):
    """There was no answer; `code` says why in one word: `timeout`, `tls` or `unreachable`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `path` below the address, with a body if there is one."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def ask(
    url: str, question: Question, *, token: str, timeout_seconds: int, bytes_max: int
) -> tuple[int, bytes]:
    """Return the status and the first bytes of the answer; `token` says who we are. Raises NoAnswer.

    A redirect is an answer like any other and is not followed: what is sent goes where the settings say.
    """
    address = urlsplit(url)
    headers = {"Accept": "application/json", **question.headers}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = _connection(address.scheme, address.netloc, timeout_seconds)
    try:
        path = f"{address.path.rstrip('/')}/{question.path}"
        connection.request(question.method, path, body=question.body, headers=headers)
        response = connection.getresponse()
        return response.status, response.read(bytes_max)
    except TimeoutError as error:
        raise NoAnswer("timeout") from error
    except ssl.SSLError as error:
        raise NoAnswer("tls") from error
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer("unreachable") from error
    finally:
        connection.close()


def _connection(scheme: str, place: str, timeout_seconds: int) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(place, timeout=timeout_seconds, context=context)
    return http.client.HTTPConnection(place, timeout=timeout_seconds)

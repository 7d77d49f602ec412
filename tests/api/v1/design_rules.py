"""The Dutch API Design Rules 2.1 as a checker: one function per rule, over the description or over an answer.

After the rules published by Logius (`/core/...`); what only people can judge (nouns, hidden implementation)
is not here. A function returns what breaks its rule, empty when nothing does.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = dict[str, Any]
METHODS = ("get", "put", "post", "delete", "patch")
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.json)?|\{[a-z][A-Za-z0-9_]*\}")
CAMEL = re.compile(r"\$?[a-z][a-z0-9]*([A-Z][a-z0-9]*)*")
SUCCESS, REFUSAL = re.compile(r"[23]\d\d"), re.compile(r"[45]\d\d")
ALONE = {"triage", "time", "contact", "letter", "calendar"}  # resources that stand on their own
SECRET = re.compile(r"token|secret|key$|bsn|email|phone|birth|vNumber|name", re.IGNORECASE)


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield path, method and operation."""
    for path, item in document["paths"].items():
        yield from ((path, method, item[method]) for method in item if method in METHODS)


def responses(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield which operation, the status, and the response."""
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            yield f"{method} {path}", status, response


def properties(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Yield schema, name and schema of each property."""
    for name, schema in document["components"]["schemas"].items():
        yield from ((name, key, value) for key, value in schema.get("properties", {}).items())


def resolved(document: Document, part: Document) -> Document:
    """Return what a reference leads to; a KeyError when it leads nowhere."""
    while "$ref" in part:
        here: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            here = here[step]
        part = here
    return part


def doc_openapi(document: Document) -> list[str]:
    """/core/doc-openapi: version 3, and every reference leads somewhere."""
    broken = [] if re.fullmatch(r"3(\.\d+){1,2}", str(document.get("openapi"))) else ["openapi"]
    for reference in _references(document):
        try:
            resolved(document, {"$ref": reference})
        except KeyError:
            broken.append(reference)
    return broken


def doc_openapi_contact(document: Document) -> list[str]:
    """/core/doc-openapi-contact: name, url and email."""
    return sorted({"name", "url", "email"} - document["info"].get("contact", {}).keys())


def operation_ids(document: Document) -> list[str]:
    """/core/publish-openapi: every operation has an id of its own."""
    ids = [operation.get("operationId") for _, _, operation in operations(document)]
    return sorted({str(each) for each in ids if ids.count(each) > 1 or not each})


def path_parameters(document: Document) -> list[str]:
    """/core/publish-openapi: the parameters of a path are described, and no others."""
    return [
        f"{method} {path}"
        for path, method, operation in operations(document)
        if set(re.findall(r"\{(\w+)\}", path))
        != {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
    ]


def semver(document: Document) -> list[str]:
    """/core/semver: the version of the API is a semantic one."""
    version = str(document["info"]["version"])
    return [] if SEMVER.fullmatch(version) else [version]


def uri_version(document: Document) -> list[str]:
    """/core/uri-version: the address holds the major version only, the one that `info` names."""
    major = document["info"]["version"].split(".")[0]
    servers = [each["url"] for each in document.get("servers", ())]
    return ["servers"] if not servers else [url for url in servers if not url.endswith(f"/v{major}")]


def no_trailing_slash(document: Document) -> list[str]:
    """/core/no-trailing-slash."""
    return [path for path in document["paths"] if path != "/" and path.endswith("/")]


def path_segments_kebab_case(document: Document) -> list[str]:
    """/core/path-segments-kebab-case."""
    return [
        path
        for path in document["paths"]
        if not all(SEGMENT.fullmatch(each) for each in path.removeprefix("/").split("/"))
    ]


def query_keys_camel_case(document: Document) -> list[str]:
    """/core/query-keys-camel-case."""
    return [name for _, name in _parameters(document, "query") if not CAMEL.fullmatch(name)]


def property_camel_case(document: Document) -> list[str]:
    """Names of properties are camelCase, those of schemas start with a capital."""
    names = [f"{schema}.{key}" for schema, key, _ in properties(document) if not CAMEL.fullmatch(key)]
    return names + [name for name in document["components"]["schemas"] if not re.fullmatch("[A-Z]\\w*", name)]


def naming_collections(document: Document) -> list[str]:
    """/core/naming-collections: a segment before an id is a plural; others are known to stand alone."""
    broken = []
    for path in document["paths"]:
        parts = [each for each in path.split("/") if each and not each.startswith("{")]
        broken += [each for each in parts if not each.endswith("s") and each not in ALONE]
    return broken


def http_methods(document: Document) -> list[str]:
    """/core/http-methods: the standard ones only."""
    known = {*METHODS, "parameters"}
    return [f"{key} {path}" for path, item in document["paths"].items() for key in item if key not in known]


def http_safety(document: Document) -> list[str]:
    """/core/http-safety: what is read takes no body."""
    return [
        path
        for path, method, operation in operations(document)
        if method == "get" and "requestBody" in operation
    ]


def version_header(document: Document) -> list[str]:
    """/core/version-header: described for every answer."""
    return [
        f"{where} {status}"
        for where, status, response in responses(document)
        if "api-version" not in {name.lower() for name in response.get("headers", {})}
    ]


def problem_details(document: Document) -> list[str]:
    """/core/error-handling/problem-details: refusals are problem+json with status, title and detail."""
    broken = []
    for where, status, response in responses(document):
        if not REFUSAL.fullmatch(status):
            continue
        content = response.get("content", {}).get("application/problem+json")
        schema = resolved(document, content["schema"]) if content else {}
        if not {"status", "title", "detail"} <= set(schema.get("required", ())):
            broken.append(f"{where} {status}")
    return broken


def invalid_input(document: Document) -> list[str]:
    """/core/error-handling/invalid-input: 400 wherever something can be sent wrongly, and never 422."""
    broken = []
    for path, method, operation in operations(document):
        can_be_wrong = method in {"post", "put", "patch"} or operation.get("parameters")
        if (can_be_wrong and "400" not in operation["responses"]) or "422" in operation["responses"]:
            broken.append(f"{method} {path}")
    return broken


def all_errors(document: Document) -> list[str]:
    """/core/error-handling/all-errors: a refusal has room for all errors of an input."""
    errors = document["components"]["schemas"].get("Problem", {}).get("properties", {}).get("errors", {})
    return [] if errors.get("type") == "array" else ["Problem.errors"]


def date_time(document: Document) -> list[str]:
    """/core/date-time: moments are date-time, days are date, and nothing else has a format of time."""
    broken = []
    for schema, key, value in properties(document):
        form = _format(resolved(document, value))
        wanted = (
            "date-time" if key.endswith("At") else "date" if key.endswith(("Date", "From", "Until")) else form
        )
        if form != wanted or form in {"time", "date-time-local"}:
            broken.append(f"{schema}.{key}")
    return broken


def no_sensitive_uris(document: Document) -> list[str]:
    """/core/transport/no-sensitive-uris: no token and nothing of a person in path or query."""
    named = [*_parameters(document, "query"), *_parameters(document, "path")]
    return [f"{path} {name}" for path, name in named if SECRET.search(name)]


def tls(document: Document) -> list[str]:
    """/core/transport/tls: outside of one's own machine the address is https."""
    return [
        each["url"]
        for each in document["servers"]
        if not re.match(r"https://|http://(localhost|127\.0\.0\.1)[:/]", each["url"])
    ]


OVER_DESCRIPTION: tuple[Callable[[Document], list[str]], ...] = (
    doc_openapi,
    doc_openapi_contact,
    operation_ids,
    path_parameters,
    semver,
    uri_version,
    no_trailing_slash,
    path_segments_kebab_case,
    query_keys_camel_case,
    property_camel_case,
    naming_collections,
    http_methods,
    http_safety,
    version_header,
    problem_details,
    invalid_input,
    all_errors,
    date_time,
    no_sensitive_uris,
    tls,
)


def live_version_header(answer: Any) -> list[str]:
    """/core/version-header: in every answer, in full."""
    version = answer.headers.get("API-Version", "")
    return [] if SEMVER.fullmatch(version) else ["API-Version"]


def live_security_headers(answer: Any) -> list[str]:
    """/core/transport/security-headers: all of those that the rules ask for, but HSTS, which needs https."""
    wanted: Mapping[str, str] = {
        "Content-Security-Policy": "frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "",
    }
    return [
        name
        for name, part in wanted.items()
        if name not in answer.headers or part not in answer.headers[name]
    ]


def live_cors(answer: Any) -> list[str]:
    """/core/transport/cors: open to every origin, and so never with credentials."""
    named = {each.strip() for each in answer.headers.get("Access-Control-Expose-Headers", "").split(",")}
    broken = sorted({"API-Version", "ETag", "Location", "RateLimit", "Retry-After"} - named)
    return broken + (["credentials"] if "Access-Control-Allow-Credentials" in answer.headers else [])


def live_problem(answer: Any) -> list[str]:
    """/core/error-handling/problem-details: a refusal is problem+json and says its own status."""
    if answer.status_code < 400:
        return []
    if answer.headers.get("Content-Type") != "application/problem+json":
        return ["Content-Type"]
    said = answer.json()
    broken = sorted({"status", "title", "detail"} - said.keys())
    return broken + ([] if said.get("status") == answer.status_code else ["another status"])


def live_moments(answer: Any) -> list[str]:
    """/core/date-time: moments are told in UTC."""
    if not answer.content or not answer.headers.get("Content-Type", "").startswith("application/json"):
        return []
    return [
        text
        for text in _texts(answer.json())
        if re.match(r"\d{4}-\d\d-\d\dT", text) and not text.endswith("Z")
    ]


OVER_ANSWERS: tuple[Callable[[Any], list[str]], ...] = (
    live_version_header,
    live_security_headers,
    live_cors,
    live_problem,
    live_moments,
)


def _parameters(document: Document, where: str) -> list[tuple[str, str]]:
    return [
        (path, each["name"])
        for path, _, operation in operations(document)
        for each in operation.get("parameters", ())
        if each["in"] == where
    ]


def _format(schema: Document) -> str | None:
    kinds = [schema, *schema.get("anyOf", ())]
    return next((each["format"] for each in kinds if "format" in each), None)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _texts(value)

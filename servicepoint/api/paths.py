"""Which addresses are for programs: what is made for browsers (cookies, forms) stays away there."""

FOR_PROGRAMS = ("/oap/api/", "/v1/", "/smart/", "/live/", "/healthz")


def is_for_programs(path: str) -> bool:
    """Say whether programs, not browsers, ask for this path; `/v1` too, where nothing is."""
    return f"{path}/".startswith(FOR_PROGRAMS)

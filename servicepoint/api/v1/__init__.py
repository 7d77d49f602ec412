"""The API after the Dutch API Design Rules, version 1: `/v1`.

It translates between programs and the rooms and holds no rules of its own. Whoever adds a part that needs to
know the institution behind a program (API keys, webhooks) gives it a router beside the others in `views`.
"""

from servicepoint.kit.actor import Actor

VERSION = "1.0.0"  # semantic; told in every answer
ADDRESS = "/v1/"
CLIENT = Actor("client", "v1")

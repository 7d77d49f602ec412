"""A provider of single sign-on that is strict about its clients and lies on request: a program of its own.

`/authorize?...&lie=audience` makes the token of that code wrong in this one way; without a lie it is right.
It checks what a provider should: PKCE (S256) and the client, by secret or by a token signed with its key. It
tells its port on standard output when it listens.
"""

import base64
import hashlib
import json
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from servicepoint.kit import clock

KEY, OTHER_KEY = RSAKey.generate_key(2048, {"kid": "k1"}), RSAKey.generate_key(2048, {"kid": "k1"})
CLIENT, SECRET = "servicepoint", "an invented secret"
CODES = {}
CLIENT_KEYS = []


def claims_for(asked, issuer):
    now = int(clock.now().timestamp())
    claims = {
        "iss": issuer, "aud": CLIENT, "sub": asked.get("sub", "s-1"), "iat": now, "exp": now + 60,
        "nonce": asked.get("nonce"), "preferred_username": "testa.voorbeeld", "amr": ["pwd", "mfa"],
        "roles": asked.get("roles", "desk").split(","),
    }  # fmt: skip
    lies = {
        "nonce": {"nonce": "another"}, "audience": {"aud": "another-client"},
        "issuer": {"iss": "https://evil.example"},
        "two_audiences": {"aud": ["another-client"], "azp": CLIENT},
        "expired": {"iat": now - 900, "exp": now - 600},
        "one_factor": {"amr": ["pwd"]},
    }  # fmt: skip
    claims |= lies.get(asked.get("lie"), {})
    if asked.get("lie") == "no_nonce":
        del claims["nonce"]
    return claims


def token_for(asked, issuer):
    claims = claims_for(asked, issuer)
    if asked.get("lie") == "unsigned":
        parts = [{"alg": "none", "typ": "JWT"}, claims]
        return (
            ".".join(
                base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts
            )
            + "."
        )
    key = OTHER_KEY if asked.get("lie") == "signature" else KEY
    return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)


class Provider(BaseHTTPRequestHandler):
    def do_GET(self):
        issuer = f"http://127.0.0.1:{self.server.server_port}"
        path, asked = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == "/.well-known/openid-configuration":
            self.tell(200, {
                "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/jwks", "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip
        elif path == "/jwks":
            self.tell(200, {"keys": [KEY.as_dict(private=False)]})
        elif path == "/authorize":
            code = secrets.token_hex(8)
            CODES[code] = asked
            back = {"code": code, "state": "another" if asked.get("lie") == "state" else asked["state"]}
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(back)}")
            self.end_headers()

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/client-key":
            CLIENT_KEYS.append(RSAKey.import_key(sent))
            return self.tell(200, {})
        given = dict(parse_qsl(sent))
        asked = CODES.pop(given.get("code"), None)
        if asked is None or not self.is_client(given) or not is_same(asked, given):
            return self.tell(400, {"error": "invalid_grant"})
        issuer = f"http://127.0.0.1:{self.server.server_port}"
        answer = {"access_token": "a", "token_type": "Bearer", "id_token": token_for(asked, issuer)}
        if asked.get("lie") == "no_token":
            del answer["id_token"]
        return self.tell(200, answer)

    def is_client(self, given):
        if "client_assertion" in given:
            claims = jwt.decode(given["client_assertion"], CLIENT_KEYS[-1]).claims
            return claims["sub"] == CLIENT and claims["exp"] > clock.now().timestamp()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        return self.headers["Authorization"] == f"Basic {basic}"

    def tell(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def is_same(asked, given):
    """Say whether who brings the code is who asked for it (PKCE), with the same address to come back to."""
    proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
    return (
        asked.get("code_challenge_method") == "S256"
        and asked.get("code_challenge") == proof.rstrip(b"=").decode()
        and asked["redirect_uri"] == given["redirect_uri"]
    )


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()

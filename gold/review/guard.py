"""Who may ask: the hosts the page answers to, the token of a served page, and proof that a form came from it.

The page runs no script but its own files, so text of a document can never act; it is escaped as well.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SESSION, TOKEN = "congbao_session", "congbao_token"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """What each request is checked against.

    Attributes:
        host: where the page listens; a loopback address needs no token.
        token: what a browser must show once, in the address; "" on a loopback address.
        secret: signs the proof of each session.
    """

    host: str = "127.0.0.1"
    token: str = ""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @classmethod
    def at(cls, host: str) -> Guard:
        """A guard for that address, with a new token where others can reach it."""
        return cls(host, "" if host in LOOPBACK else secrets.token_urlsafe(24))

    def proof(self, session: str) -> str:
        """What a form of this session must carry."""
        return hmac.new(self.secret, session.encode(), "sha256").hexdigest()

    def refusal(self, request: Request) -> str:
        """Why a request is not answered, "" if it is."""
        name = (request.url.hostname or "").lower()
        if not self.token and name not in LOOPBACK:
            return "this page answers on this machine only"
        if self.token and not hmac.compare_digest(request.cookies.get(TOKEN, ""), self.token):
            return "open the address with the token that the command printed"
        if request.method not in ("GET", "HEAD") and request.headers.get("sec-fetch-site", "same-origin") not in (
            "same-origin",
            "none",
        ):
            return "this form comes from another page"
        return ""

    def proven(self, request: Request, shown: str) -> bool:
        """Whether a form carries the proof of its session."""
        session = request.cookies.get(SESSION, "")
        return bool(session) and hmac.compare_digest(shown, self.proof(session))

    async def __call__(self, request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        """Answer a request that may be answered; every answer carries the headers and a session."""
        shown = request.query_params.get("token", "")
        if self.token and shown and hmac.compare_digest(shown, self.token):
            response: Response = RedirectResponse("/", status_code=303)
            response.set_cookie(TOKEN, self.token, httponly=True, samesite="strict")
            return response
        refused = self.refusal(request)
        session = request.cookies.get(SESSION) or secrets.token_urlsafe(16)
        request.state.proof = self.proof(session)
        response = PlainTextResponse(refused, status_code=403) if refused else await answer(request)
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        if not refused and SESSION not in request.cookies:
            response.set_cookie(SESSION, session, httponly=True, samesite="strict")
        return response

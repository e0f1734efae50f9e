"""Any page on the web may read what is here: without accounts and cookies, nothing can be let out by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

EXPOSED: Final = "ETag, Last-Modified, Link, Location, Content-Location, Retry-After, Memento-Datetime"
TAKEN: Final = (
    "Accept, Accept-Language, Accept-Datetime, Content-Type, If-None-Match, If-Modified-Since, Range, If-Range"
)


def init_app(app: Flask) -> None:
    """Answer by the rules of https://fetch.spec.whatwg.org/#http-cors-protocol, errors too."""

    @app.after_request
    def share(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Access-Control-Allow-Origin", "*")
        headers.setdefault("Access-Control-Expose-Headers", EXPOSED)
        if request.method == "OPTIONS" and response.status_code == 200:
            response.status_code = 204
            del headers["Content-Type"]
            headers.setdefault("Access-Control-Allow-Methods", headers.get("Allow", "GET, HEAD, OPTIONS"))
            headers.setdefault("Access-Control-Allow-Headers", TAKEN)
            headers.setdefault("Access-Control-Max-Age", "86400")
        return response

"""When an answer is still good: a tag made of the release's digest, and 304 for those who have it (RFC 9110 §13)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import current_app, request

from edukg.web.coding import coding_of
from edukg.web.interface import chosen_interface, knowledge_base

if TYPE_CHECKING:
    from flask import Flask, Response


def tag_of(response: Response) -> str:
    """The entity tag of an answer: release, design, language, syntax and coding together choose its bytes."""
    design = current_app.extensions["edukg-design"]
    syntax = (response.mimetype or "").rpartition("/")[2].replace("+", "-")
    syntax += "".join(response.mimetype_params.get("profile", "").rpartition("#")[1:])
    coding = coding_of(response)
    today = f"{datetime.now(UTC):%y%m%d}"  # references say on which day the page was read
    tag = f"{knowledge_base().manifest.digest[:16]}.{design}.{today}.{chosen_interface()}.{syntax}"
    return f"{tag}.{coding}" if coding else tag


def changed_at(response: Response) -> datetime:
    """When an answer may have changed last: with the release, and a page with the design as well."""
    released = datetime.fromisoformat(knowledge_base().manifest.created)
    if response.mimetype != "text/html":
        return released
    designed: datetime = current_app.extensions["edukg-designed"]
    return max(released, designed)


def init_app(app: Flask) -> None:
    """Mark every good answer to GET and HEAD, unless it marked itself or must not be kept."""

    @app.after_request
    def mark(response: Response) -> Response:
        if request.method not in {"GET", "HEAD"} or response.status_code != 200:
            return response
        if "Cache-Control" in response.headers:
            return response
        if not response.headers.get("ETag"):
            response.set_etag(tag_of(response))
        if response.last_modified is None:
            response.last_modified = changed_at(response)
        if response.mimetype == "text/html":
            response.content_language.add(chosen_interface())
        response.vary.update(("Accept", "Accept-Language"))
        response.headers["Cache-Control"] = "public, no-cache"
        response.make_conditional(request)
        return response

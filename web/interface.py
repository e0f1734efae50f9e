"""The language of the interface, and the frame that every page shares.

The interface speaks English, Russian or Uzbek, the last in either script: the one that `?ui=` names, else the best for
Accept-Language. Everything here knows one Uzbek; the Cyrillic view is made of the finished page (`scripts`). The
*content* language follows it unless the address names another (`?lang=`): a Russian term is explained to an English
reader in English, and the Russian definition is one click away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from flask import current_app, request
from flask_babel import Babel

from edukg.namespaces import LANGUAGES
from edukg.web.contexts import Dated, Frame, LanguageChoice
from edukg.web.links import PATH_SAFE, Links, root_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from flask import Flask

    from edukg.endpoint import Endpoint
    from edukg.kb import KnowledgeBase
    from edukg.settings import Settings

NAMES: Final = {"en": "English", "ru": "Русский", "uz": "Oʻzbekcha"}
"""Each language in its own words."""
CYRILLIC: Final = "uz-Cyrl"
"""Uzbek in Cyrillic script, as an interface that is asked for."""
INTERFACES: Final = {**NAMES, CYRILLIC: "Ўзбекча"}
"""The interfaces that can be chosen, each in its own words."""

IN_FORCE: Final = "edukg.in-force"
"""Where a request that was sent to a version says under which path the site of the release in force lies."""


def knowledge_base() -> KnowledgeBase:
    """The knowledge base that the running application was made for."""
    kb: KnowledgeBase = current_app.extensions["edukg"]
    return kb


def endpoint() -> Endpoint:
    """What answers the queries of visitors: in processes that can be killed, when the application was given such."""
    found: Endpoint = current_app.extensions["edukg-endpoint"]
    return found


def site_settings() -> Settings:
    """The settings that the running application was made with."""
    settings: Settings = current_app.extensions["edukg-settings"]
    return settings


def asked_language() -> str:
    """The interface that the address names, or ""."""
    asked = request.args.get("ui", "")
    return asked if asked in INTERFACES else ""


def chosen_interface() -> str:
    """The interface of this answer: a language, or Uzbek in Cyrillic script."""
    return asked_language() or preferred_interface(request.accept_languages.values())


def preferred_interface(accepted: Iterable[str]) -> str:
    """The first of our interfaces that is among the languages somebody reads, the dearest first."""
    for wanted in accepted:
        code = wanted.replace("_", "-").lower()
        if code.startswith("uz-cyrl"):
            return CYRILLIC
        primary = code.partition("-")[0]
        if primary in LANGUAGES:
            return primary
        if primary == "*":
            break
    return LANGUAGES[0]


def interface_language() -> str:
    """The interface language of this answer."""
    return chosen_interface().partition("-")[0]


def in_cyrillic() -> bool:
    """Whether the Uzbek of this answer is to be in Cyrillic script."""
    return chosen_interface() == CYRILLIC


def content_language(default: str = "") -> str:
    """The language of the shown texts: what `?lang=` names, else the default, else that of the interface."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return default if default in LANGUAGES else interface_language()


def links() -> Links:
    """The builder of addresses for this answer."""
    digests: Mapping[str, str] = current_app.extensions["edukg-static"]
    return Links(root=request.script_root or root_of(site_settings().base_url), ui=asked_language(), digests=digests)


def dated() -> Dated | None:
    """What an answer says of its version, when it was asked for under one."""
    root = request.environ.get(IN_FORCE)
    if root is None:
        return None
    manifest = knowledge_base().manifest
    query = request.query_string.decode("ascii", "replace")
    address = f"{root}{quote(request.path, safe=PATH_SAFE)}{'?' + query if query else ''}"
    return Dated(manifest.version, manifest.created[:10], address)


def origin() -> str:
    """Scheme and host of this site, as others reach it: where a full address begins."""
    base = urlsplit(site_settings().base_url or request.host_url)
    return f"{base.scheme}://{base.netloc}"


def frame(title: str = "", *, description: str = "", iri: str = "", section: str = "", content: str = "") -> Frame:
    """What the frame around a page needs: language, addresses, version."""
    build = links()
    arguments = request.args.to_dict()
    ui = interface_language()
    chosen = chosen_interface()
    manifest = knowledge_base().manifest
    return Frame(
        title=title,
        description=description,
        ui=ui,
        content=content_language(content),
        links=build,
        languages=tuple(
            LanguageChoice(code, name, build.again(request.path, arguments, ui=code), chosen=code == chosen)
            for code, name in INTERFACES.items()
        ),
        iri=iri,
        section=section,
        version=manifest.version,
        created=manifest.created[:10],
        asked=request.args.get("q", ""),
        dated=dated(),
    )


def content_choices(chosen: str) -> tuple[LanguageChoice, ...]:
    """The same page with its texts in each language."""
    build = links()
    arguments = request.args.to_dict()
    return tuple(
        LanguageChoice(code, NAMES[code], build.again(request.path, arguments, lang=code), chosen=code == chosen)
        for code in LANGUAGES
    )


def init_app(app: Flask, translations: Path) -> None:
    """Let messages be translated by the catalogues of a folder."""
    Babel(
        app,
        default_locale=LANGUAGES[0],
        locale_selector=interface_language,
        default_translation_directories=str(translations),
    )

"""Talks HTTP to a store on another machine: who one is, how long one waits, and when one tries again.

Credentials come from the environment and are sent nowhere but to the store's own host:

    EDUKG_STORE_USER, EDUKG_STORE_PASSWORD    Basic (RFC 7617) or Digest (RFC 7616), whichever the store asks for
    EDUKG_STORE_TOKEN                         Bearer (RFC 6750)

A request that did not get through is sent again after a pause that doubles and varies, so that many who lost the same
store do not come back at once. The Digest answer is computed by the standard library.
"""

from __future__ import annotations

import os
import random
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

import urllib3

from edukg.errors import EndpointError, InputError, QueryTimeoutError, StoreAwayError

TRIES: Final = 5
"""How often a request is sent before the store counts as away; the pauses between add up to about four seconds."""
_FIRST_PAUSE: Final = 0.25
_LONGEST_PAUSE: Final = 20.0
_CONNECT: Final = 5.0
"""Seconds for a connection to come about."""
_AGENT: Final = "edukg (+https://w3id.org/edukg/)"
_PIECE: Final = 1 << 18
_TOLD: Final = 1_000_000
"""Bytes that a store may say about a change."""
_AWAY: Final = frozenset([429, 502, 503, 504])
"""Statuses by which a store, or what stands before it, says that it cannot just now."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who one is to a store. Not shown when printed."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Credentials:
        """Those that the environment names; empty ones when it names none."""
        found = os.environ if environment is None else environment
        return cls(
            found.get("EDUKG_STORE_USER", ""),
            found.get("EDUKG_STORE_PASSWORD", ""),
            found.get("EDUKG_STORE_TOKEN", ""),
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What a store answered: a status below 400, the headers by their lower-case names, and the body.

    `cut` says that the body went on beyond the most that was wanted.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool = False

    @property
    def media_type(self) -> str:
        """What the body is, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class _Outgoing:
    """A request as it is sent."""

    method: str
    address: str
    body: bytes
    headers: Mapping[str, str]


class StoreRefusal(Exception):  # noqa: N818  # not a mistake of ours: the store objects to what it was asked
    """The store answered and would not do it; never leaves `edukg.store` and `edukg.publishing`."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(f"{status}: {told}")
        self.status = status
        self.told = told


class Connection:
    """A store's address as requests go there. Safe to share between threads; close it after use."""

    def __init__(self, address: str, credentials: Credentials | None = None, *, tries: int = TRIES) -> None:
        """`address` is that by which people know the store; requests name their own. Raises `InputError`."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(
                f"'{address}' is not the address of a store.", advice="Write it as https://host:port/path."
            )
        if parts.username or parts.password:
            raise InputError(
                "The address of the store names a user or a password, which would end up in logs.",
                advice="Leave them out of the address and set EDUKG_STORE_USER and EDUKG_STORE_PASSWORD.",
            )
        self.address = address.rstrip("/")
        self._host = parts.netloc
        self._credentials = credentials or Credentials.from_environment()
        self._tries = max(1, tries)
        self._http = urllib3.PoolManager(num_pools=4, maxsize=32, retries=False)
        self._challenge: Mapping[str, str] | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.clear()

    def ask(
        self,
        address: str,
        fields: Sequence[tuple[str, str]],
        accept: str,
        *,
        deadline: float,
        most: int,
        tries: int | None = None,
    ) -> Reply:
        """Post a form that asks for something, and read at most so many bytes of the answer.

        Asking changes nothing, so it is done again when an answer breaks off. Raises `QueryTimeoutError` after
        `deadline` seconds in all, `StoreAwayError`, `EndpointError` when one may not ask, and `StoreRefusal`.
        """
        body = urlencode(fields).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        return self._request(_Outgoing("POST", address, body, headers), deadline, most, tries=tries or self._tries)

    def send(
        self,
        method: str,
        address: str,
        body: bytes,
        media_type: str,
        *,
        deadline: float,
        again: bool = True,
    ) -> Reply:
        """Send something that changes the store.

        `again` says that doing it twice is as good as once; otherwise it is sent again only when it certainly did not
        arrive. Raises what `ask` raises.
        """
        headers = {"Content-Type": media_type, "Accept": "*/*"}
        outgoing = _Outgoing(method, address, body, headers)
        return self._request(outgoing, deadline, _TOLD, tries=self._tries, again=again)

    def stream(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str], *, deadline: float
    ) -> Iterator[bytes]:
        """A long answer, piece by piece. It begins as `ask` does, and is not asked for again when it breaks off.

        Raises what `ask` raises.
        """
        begun = time.monotonic()
        for number, pause in enumerate(_pauses(self._tries), start=1):
            try:
                response = self._open(_Outgoing(method, address, body, headers), begun + deadline)
            except urllib3.exceptions.HTTPError as error:
                if number == self._tries:
                    raise self._away(error, number, time.monotonic() - begun) from error
                time.sleep(pause)
            else:
                break
        try:
            if response.status >= 400:
                raise StoreRefusal(response.status, _plain(response.read(2000)))
            yield from response.stream(_PIECE)
        except urllib3.exceptions.HTTPError as error:
            raise self._away(error, 1, time.monotonic() - begun) from error
        finally:
            response.close()
            response.release_conn()

    def _request(self, outgoing: _Outgoing, deadline: float, most: int, *, tries: int, again: bool = True) -> Reply:
        begun = time.monotonic()
        end = begun + deadline
        for number, usual in enumerate(_pauses(tries), start=1):
            reason: Exception
            pause, arrived = usual, False
            try:
                return self._once(outgoing, end, most)
            except urllib3.exceptions.ReadTimeoutError as error:
                if time.monotonic() >= end - 0.05:
                    raise QueryTimeoutError(
                        f"The store at {self.address} had not answered after {deadline:g} seconds.",
                        deadline=deadline,
                        advice="Name more of what is sought, or join fewer patterns.",
                    ) from error
                reason, arrived = error, True
            except urllib3.exceptions.HTTPError as error:
                reason = error
                arrived = not isinstance(error, _NOT_CONNECTED)
            except _Busy as busy:
                reason, pause = busy, max(usual, busy.seconds)
            if number == tries or pause >= end - time.monotonic() or (arrived and not again):
                raise self._away(reason, number, time.monotonic() - begun) from reason
            time.sleep(pause)
        raise AssertionError("the last try either answers or raises")  # pragma: no cover

    def _once(self, outgoing: _Outgoing, end: float, most: int) -> Reply:
        response = self._open(outgoing, end)
        try:
            return self._read(response, end, most)
        finally:
            response.release_conn()

    def _open(self, outgoing: _Outgoing, end: float) -> urllib3.BaseHTTPResponse:
        """The answer as it begins; sent again once when the store asks who one is."""
        left = max(0.01, end - time.monotonic())
        response = self._open_once(outgoing, left)
        if response.status == 401 and self._take_challenge(response):
            response.drain_conn()
            response.release_conn()
            response = self._open_once(outgoing, left)
        return response

    def _open_once(self, outgoing: _Outgoing, left: float) -> urllib3.BaseHTTPResponse:
        who = self._authorization(outgoing.method, outgoing.address)
        return self._http.request(
            outgoing.method,
            outgoing.address,
            body=outgoing.body or None,
            headers={**outgoing.headers, "User-Agent": _AGENT, **who},
            timeout=urllib3.Timeout(connect=min(_CONNECT, left), read=left),
            preload_content=False,
            redirect=False,
        )

    def _read(self, response: urllib3.BaseHTTPResponse, end: float, most: int) -> Reply:
        found = bytearray()
        cut = False
        for piece in response.stream(_PIECE):
            found += piece
            if len(found) > most:
                cut = True
                response.close()
                break
            if time.monotonic() > end:
                response.close()
                raise urllib3.exceptions.ReadTimeoutError(self._http.connection_from_url(self.address), None, "late")
        status = response.status
        if status in _AWAY:
            after = response.headers.get("Retry-After", "")
            raise _Busy(status, int(after) if after.isdigit() else 0)
        if status in {401, 403}:
            raise self._forbidden(status)
        if status >= 300:
            raise StoreRefusal(status, _plain(bytes(found[:2000])))
        return Reply(status, {name.lower(): value for name, value in response.headers.items()}, bytes(found), cut)

    def _authorization(self, method: str, address: str) -> dict[str, str]:
        """What to send along, once the store has said what it takes; a token is sent at once."""
        given = self._credentials
        if urlsplit(address).netloc != self._host:  # another machine than the one the credentials are for
            return {}
        if given.token:
            return {"Authorization": f"Bearer {given.token}"}
        with self._lock:
            challenge = self._challenge
            if challenge is None or not given.user:
                return {}
            if challenge["scheme"] == "basic":
                return urllib3.util.make_headers(basic_auth=f"{given.user}:{given.password}")
            return self._digest(method, address, challenge)

    def _digest(self, method: str, address: str, challenge: Mapping[str, str]) -> dict[str, str]:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, address, self._credentials.user, self._credentials.password)
        handler = urllib.request.HTTPDigestAuthHandler(passwords)
        asked = urllib.request.Request(address, method=method)  # noqa: S310  # nothing is opened by it
        answer = handler.get_authorization(asked, {k: v for k, v in challenge.items() if k != "scheme"})
        return {"Authorization": f"Digest {answer}"} if answer else {}

    def _take_challenge(self, response: urllib3.BaseHTTPResponse) -> bool:
        """Note what the store asks for; False when there is nothing to answer it by."""
        if not self._credentials.user:
            return False
        asked = response.headers.get("WWW-Authenticate", "")
        scheme, _, rest = asked.partition(" ")
        if scheme.lower() == "basic":
            found = {"scheme": "basic"}
        elif scheme.lower() == "digest":
            listed = urllib.request.parse_http_list(rest)
            found = {"scheme": "digest", **urllib.request.parse_keqv_list(listed)}
            if "auth" not in [quality.strip() for quality in found.get("qop", "auth").split(",")]:
                return False
            found["qop"] = "auth"
        else:
            return False
        with self._lock:
            self._challenge = found
        return True

    def _forbidden(self, status: int) -> EndpointError:
        given = self._credentials
        who = (
            "the token of EDUKG_STORE_TOKEN" if given.token else f"the user '{given.user}'" if given.user else "nobody"
        )
        return EndpointError(
            f"The store at {self.address} refuses this to {who} (status {status}).",
            advice="Set EDUKG_STORE_USER and EDUKG_STORE_PASSWORD, or EDUKG_STORE_TOKEN, to what the store knows.",
        )

    def _away(self, reason: Exception, tried: int, seconds: float) -> StoreAwayError:
        times = "once" if tried == 1 else f"{tried} times in {seconds:.0f} seconds"
        return StoreAwayError(
            f"The store at {self.address} does not answer (tried {times}): {_why(reason)}.",
            advice="See that it runs and can be reached from here, then try again.",
        )


class _Busy(Exception):  # noqa: N818  # the store says so itself
    """The store, or a proxy before it, asks to come again."""

    def __init__(self, status: int, seconds: int) -> None:
        super().__init__(f"it answered with status {status}")
        self.seconds = seconds


_NOT_CONNECTED: Final = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
"""What certainly did not reach the store."""


def _pauses(tries: int) -> Iterator[float]:
    """Seconds to wait after each try: doubling, each between a half and the whole of that."""
    for number in range(tries):
        yield min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**number) * random.uniform(0.5, 1.0)  # noqa: S311  # no secret


def _why(reason: Exception) -> str:
    """What went wrong, in words rather than in the names of classes."""
    text = str(reason)
    if "Connection refused" in text:
        return "nothing listens there"
    if "Name or service not known" in text or "getaddrinfo" in text or "resolve" in text:
        return "its name is not known"
    if isinstance(reason, urllib3.exceptions.ConnectTimeoutError):
        return "no connection came about"
    if isinstance(reason, urllib3.exceptions.ReadTimeoutError):
        return "it fell silent"
    if isinstance(reason, urllib3.exceptions.ProtocolError):
        return "the connection broke off"
    return text


def _plain(body: bytes) -> str:
    """The first lines of what a store says, for people."""
    told = body.decode("utf-8", "replace").partition("SPARQL query:")[0]  # Virtuoso gives the query back
    return " ".join(told.split())[:400]

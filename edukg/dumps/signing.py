"""Signs a file with an Ed25519 key, so that `ssh-keygen -Y verify` (OpenSSH 8.0 and newer) can check it.

The format is OpenSSH's PROTOCOL.sshsig: nearly every machine has its verifier, and the key can be one that somebody
has already. **cryptography** (Apache-2.0/BSD) holds the mathematics and reads the keys.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from edukg.dumps.checksums import CHECKSUMS, KEYS, SIGNATURE, described
from edukg.errors import EngineError, InputError, MissingFileError
from edukg.model import Download

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

IDENTITY: Final = "edukg"
"""The name of the signer in the list of keys (`ssh-keygen -I`)."""
NAMESPACE: Final = "file"
"""What is signed, so that no signature can be passed off as one of something else (`ssh-keygen -n`)."""
_MAGIC: Final = b"SSHSIG"
_HASH: Final = b"sha512"
_ADVICE: Final = "Make one with: ssh-keygen -t ed25519 -f edukg-key -C edukg"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs; `public` is its line for an authorized_keys or allowed_signers file."""

    public: str
    _blob: bytes
    _sign: Callable[[bytes], bytes]

    def signature(self, content: bytes) -> str:
        """The armoured signature of some bytes."""
        signed = _MAGIC + _string(NAMESPACE.encode()) + _string(b"") + _string(_HASH)
        signed += _string(hashlib.sha512(content).digest())
        proof = _string(b"ssh-ed25519") + _string(self._sign(signed))
        blob = _MAGIC + struct.pack(">I", 1) + _string(self._blob) + _string(NAMESPACE.encode()) + _string(b"")
        blob += _string(_HASH) + _string(proof)
        body = "\n".join(textwrap.wrap(base64.b64encode(blob).decode(), 70))
        return f"-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n"


def read_signer(key: str, passphrase: str = "") -> Signer:
    """The signer of a private key: the path of a file, or the key itself, in OpenSSH's form or as PEM (PKCS #8).

    Raises `EngineError` without the library, `MissingFileError` without the file, `InputError` for another kind of key
    and for a wrong passphrase.
    """
    try:
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 (needed by those who sign only)
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
            Encoding,
            PublicFormat,
            load_pem_private_key,
            load_ssh_private_key,
        )
    except ImportError:
        raise EngineError("Signing needs a library.", advice="Install it with: pip install 'edukg[sign]'") from None
    content = _content(key)
    load = load_ssh_private_key if b"OPENSSH PRIVATE KEY" in content else load_pem_private_key
    try:
        private = load(content, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputError(
            f"The signing key cannot be read: {error}.", advice=f"Check the key and its passphrase. {_ADVICE}"
        ) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError("The signing key is no Ed25519 key.", advice=_ADVICE)
    return _signer(private, private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH))


def _signer(private: Ed25519PrivateKey, public: bytes) -> Signer:
    return Signer(public.decode(), base64.b64decode(public.split()[1]), private.sign)


def _content(key: str) -> bytes:
    if key.lstrip().startswith("-----BEGIN"):
        return key.strip().encode() + b"\n"
    try:
        return Path(key).expanduser().read_bytes()
    except OSError as error:
        raise MissingFileError(f"The signing key {key} cannot be read: {error.strerror}.", advice=_ADVICE) from error


def sign_checksums(folder: Path, signer: Signer) -> list[Download]:
    """Sign the digests of a release's files; the signature, and the key in the form that the verifier asks for."""
    signature = signer.signature((folder / CHECKSUMS).read_bytes()).encode()
    keys = f'{IDENTITY} namespaces="{NAMESPACE}" {signer.public}\n'.encode()
    (folder / SIGNATURE).write_bytes(signature)
    (folder / KEYS).write_bytes(keys)
    return [
        described(SIGNATURE, "Signature of the digests", signature),
        described(KEYS, "Key of the signature", keys),
    ]


def _string(data: bytes) -> bytes:
    """A string as SSH writes it (RFC 4251, section 5)."""
    return struct.pack(">I", len(data)) + data

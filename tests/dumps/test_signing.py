"""The signature of the digests is one that OpenSSH accepts, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from edukg import release
from edukg.dumps import CHECKSUMS, KEYS, SIGNATURE
from edukg.dumps.signing import IDENTITY, NAMESPACE, read_signer, sign_checksums
from edukg.errors import EdukgError, InputError, MissingFileError


def written(key: Ed25519PrivateKey, format_: PrivateFormat, secret: KeySerializationEncryption) -> str:
    return key.private_bytes(Encoding.PEM, format_, secret).decode()


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def folder(tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    (tmp_path / CHECKSUMS).write_text("00  a file\n", encoding="utf-8")
    listed = sign_checksums(tmp_path, read_signer(written(key, PrivateFormat.OpenSSH, NoEncryption())))
    for item in listed:
        content = (tmp_path / item.name).read_bytes()
        assert (item.size, item.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    return tmp_path


def parts(blob: bytes) -> list[bytes]:
    found = []
    while blob:
        (length,) = struct.unpack(">I", blob[:4])
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return found


def test_the_mathematics_agree(folder: Path, key: Ed25519PrivateKey) -> None:
    armoured = (folder / SIGNATURE).read_text(encoding="ascii").splitlines()
    assert (armoured[0], armoured[-1]) == ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")
    blob = base64.b64decode("".join(armoured[1:-1]))
    assert blob[:10] == b"SSHSIG" + struct.pack(">I", 1)
    public, namespace, reserved, hash_, proof = parts(blob[10:])
    assert (namespace, reserved, hash_) == (NAMESPACE.encode(), b"", b"sha512")
    assert parts(public) == [b"ssh-ed25519", key.public_key().public_bytes_raw()]
    digest = hashlib.sha512((folder / CHECKSUMS).read_bytes()).digest()
    signed = b"SSHSIG" + b"".join(struct.pack(">I", len(p)) + p for p in (namespace, reserved, hash_, digest))
    key.public_key().verify(parts(proof)[1], signed)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
def test_openssh_accepts_it_and_refuses_a_changed_list(folder: Path) -> None:
    command = ["ssh-keygen", "-Y", "verify", "-f", KEYS, "-I", IDENTITY, "-n", NAMESPACE, "-s", SIGNATURE]
    content = (folder / CHECKSUMS).read_bytes()
    good = subprocess.run(command, cwd=folder, input=content, capture_output=True, check=False)
    assert good.returncode == 0, good.stderr
    assert b"Good" in good.stdout
    bad = subprocess.run(command, cwd=folder, input=content + b"11  another\n", capture_output=True, check=False)
    assert bad.returncode != 0


def test_keys_are_read_from_files_and_with_a_passphrase(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    locked = written(key, PrivateFormat.PKCS8, BestAvailableEncryption(b"open sesame"))
    path = tmp_path / "key"
    path.write_text(locked, encoding="ascii")
    plain = read_signer(written(key, PrivateFormat.PKCS8, NoEncryption()))
    assert read_signer(str(path), "open sesame").public == plain.public
    with pytest.raises(InputError, match="cannot be read"):
        read_signer(str(path), "wrong")
    with pytest.raises(InputError, match="cannot be read"):
        read_signer(str(path))


def test_other_keys_are_refused_in_words(tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for given, kind in (
        (other, InputError),
        ("-----BEGIN nonsense", InputError),
        (str(tmp_path / "no"), MissingFileError),
    ):
        with pytest.raises(kind) as caught:
            read_signer(given)
        assert isinstance(caught.value, EdukgError)
        assert "ssh-keygen -t ed25519" in caught.value.advice


def test_a_release_is_signed_when_a_key_is_given(home: Path, tmp_path: Path, key: Ed25519PrivateKey) -> None:
    current = release.current(home)
    copy = tmp_path / "releases" / current.name
    shutil.copytree(current, copy)
    (tmp_path / "current").write_text(current.name + "\n", encoding="utf-8")
    folder, report = release.build(tmp_path, signing_key=written(key, PrivateFormat.OpenSSH, NoEncryption()))
    assert (folder, report) == (copy, None), "nothing had changed, and yet it is signed now"
    names = [item.name for item in release.downloads(folder)]
    assert names.count(SIGNATURE) == names.count(KEYS) == 1
    assert (folder / "dumps" / SIGNATURE).is_file()
    release.build(tmp_path, signing_key=written(key, PrivateFormat.OpenSSH, NoEncryption()))
    assert len(release.downloads(folder)) == len(names), "signing again replaces"

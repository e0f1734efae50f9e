"""What is made to exhaust or to fool the readers: clear errors, bounded time and memory, and no wrong text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from edukg.cli import main
from edukg.corpus import Source, sources
from edukg.corpus.units import PIECE, units
from edukg.documents import apart, markup, read_document
from edukg.errors import InputError, UnknownFormatError

RUSSIAN = "Образовательный кластер объединяет школы и вузы региона; учреждения подписали договор. "
ENGLISH = "The “educational cluster” – a café of ideas – unites schools and a university. "
UZBEK = "Ta’lim klasteri maktablar va universitetlarni birlashtiradi, ўқув кластери ҳам. "


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, UZBEK], ids=["ru", "en", "uz"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_letters_that_do_not_say_so(text: str, encoding: str) -> None:
    document = read_document((text * 3).encode(encoding), "a.txt")
    assert document.text == text * 3
    assert document.encoding == encoding


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (ENGLISH, "cp1252")],
)
def test_narrow_letters_are_those_of_our_languages(text: str, encoding: str) -> None:
    assert read_document((text * 3).encode(encoding), "a.txt").text == text * 3


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (RUSSIAN.encode() * 3 + b"\n" + RUSSIAN.encode("cp1251"), "line 2"),
        (RUSSIAN.encode() * 3 + b"\n\ncaf\xe9 " + ENGLISH.encode(), "line 3"),
        (RUSSIAN.encode()[:-3], "0xD1"),
        (b"cluster \xed\xa0\x80 cluster", "0xED"),
    ],
    ids=["two encodings", "one letter", "cut", "half a surrogate pair"],
)
def test_damaged_utf8_is_told_with_its_place_and_never_taken_for_another_encoding(data: bytes, place: str) -> None:
    with pytest.raises(UnknownFormatError, match="is not UTF-8") as caught:
        read_document(data, "a.txt")
    assert place in str(caught.value)


def test_noise_is_no_text_in_any_width() -> None:
    noise = random.Random(1).randbytes(100_000)  # noqa: S311
    for data in (noise, b"educational cluster " * 99 + noise, b"\xff\xfe" + noise[:-1]):
        with pytest.raises(UnknownFormatError):
            read_document(data, "a.txt")


def test_a_page_of_endless_depth_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 2)
    with pytest.raises(InputError, match="took longer than 2 seconds"):
        read_document(b"<html><body>" + b"<div>" * 400_000 + b"cluster", "a.html")


def test_a_deep_page_is_read_apart_and_a_long_one_is_not_taken_for_deep() -> None:
    deep = b"<html><body>" + b"<div>" * 2000 + b"cluster" + b"</div>" * 2000
    assert markup.is_deep(deep)
    assert read_document(deep, "a.html").text == "cluster"
    assert not markup.is_deep(b"<p>cluster<br><img><li>schools<td>x" * 10_000)
    assert not markup.is_deep(b"<div><b>cluster</b></div>" * 10_000)


def test_a_long_text_in_wide_letters_is_refused_with_its_reason(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-16-le"):
        path = tmp_path / f"{encoding}.txt"
        path.write_bytes((RUSSIAN * (PIECE // 50)).encode(encoding))
        (unit,) = units([Source("a.txt", path)])
        assert "UTF-16" in unit.problem
        assert "Save it as UTF-8" in unit.problem


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".odt", ".pdf"])
def test_two_hundred_megabytes_are_refused_at_once(home: Path, tmp_path: Path, suffix: str) -> None:
    start = {".pdf": b"%PDF-1.7\n", ".html": b"<html>", ".docx": b"PK\x03\x04", ".odt": b"PK\x03\x04"}.get(suffix, b"")
    path = tmp_path / f"large{suffix}"
    with path.open("wb") as file:
        file.write(start)
        for _ in range(200):
            file.write(b"The educational cluster unites schools.\n" * 25_000)
    done = CliRunner().invoke(main, ["check", str(path), "--home", str(home)])
    assert done.exit_code == 2
    assert "000 bytes" in done.stderr
    assert "Traceback" not in done.stderr
    assert sources([path])[0].path == path

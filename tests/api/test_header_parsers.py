"""Whatever clients write into headers and parameters of uploads, ranges and the gateway."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from api.carriage import agreed
from api.giving import part_of
from api.routes.gateway import Extent
from api.uploads.headers import (
    ALGORITHMS,
    METADATA_LIMIT,
    Size,
    check_version,
    read_checksum,
    read_digest,
    read_metadata,
)
from depository.selection import Scope, Span
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNS = "".join(map(chr, [*range(0x20, 0x7F), 0xA0, 0xB2, 0xD0, 0xFF]))
"""What a server makes of header bytes: ISO 8859-1, without controls."""

_TEXTS = st.text(_SIGNS, max_size=60)
_KEYS = st.text("".join(sorted(set(map(chr, range(0x21, 0x7F))) - {","})), min_size=1, max_size=12)
_SIZES = st.integers(0, 40)


def _said(values: dict[str, bytes]) -> str:
    return ",".join(f"{key} {base64.b64encode(value).decode()}" for key, value in values.items())


def _refusal(act: Callable[[], Any]) -> str | None:
    """The code of the refusal, None where there was none; nothing else may come out."""
    try:
        act()
    except Rejected as refused:
        return refused.code
    return None


@given(st.dictionaries(_KEYS, st.binary(max_size=40), max_size=8))
def test_metadata_come_back_as_they_were_said(values: dict[str, bytes]) -> None:
    assume(len(_said(values)) <= METADATA_LIMIT)
    assert read_metadata(_said(values) or None) == values


@given(_TEXTS | st.lists(_TEXTS, max_size=4).map(",".join))
@example("sender")
@example("sender ")
@example("sender AA==,sender AA==")
@example("sender AA== AA==")
@example("a" * (METADATA_LIMIT + 1))
def test_any_metadata_are_read_or_refused(header: str) -> None:
    if _refusal(lambda: read_metadata(header)) is None:
        found = read_metadata(header)
        assert len(found) <= header.count(",") + 1
        assert sum(map(len, found.values())) <= len(header)
    else:
        assert _refusal(lambda: read_metadata(header)) == "upload.bad-header"


@given(st.sampled_from(ALGORITHMS), st.binary(min_size=18, max_size=34))
def test_a_checksum_is_taken_if_it_is_as_long_as_its_algorithm_makes_it(
    algorithm: str, digest: bytes
) -> None:
    header = f"{algorithm} {base64.b64encode(digest).decode()}"
    fits = len(digest) == {"sha1": 20, "sha256": 32}[algorithm]
    assert _refusal(lambda: read_checksum(header)) == (None if fits else "upload.bad-header")
    if fits:
        found = read_checksum(header)
        assert found is not None
        assert (found.algorithm, found.digest) == (algorithm, digest)


@given(_TEXTS | st.tuples(st.sampled_from([*ALGORITHMS, "md5"]), _TEXTS).map(" ".join))
def test_any_checksum_and_any_version_are_read_or_refused(header: str) -> None:
    assert _refusal(lambda: read_checksum(header)) in {
        None,
        "upload.bad-header",
        "upload.checksum-unsupported",
    }
    assert (_refusal(lambda: check_version(header)) is None) == (header == "1.0.0")


@given(st.binary(max_size=70) | st.binary(min_size=32, max_size=32).map(lambda b: b.hex().encode()))
def test_a_digest_is_64_hexadecimal_digits(value: bytes) -> None:
    digits = value.removeprefix(b"0x")
    fits = len(digits) == 64 and all(each in b"0123456789abcdefABCDEF" for each in digits)
    assert (_refusal(lambda: read_digest(value)) is None) == fits
    if fits:
        assert read_digest(value) == bytes.fromhex(digits.decode())


@given(_TEXTS | st.integers(-5, 2**60).map(str) | st.integers(0, 9).map(lambda n: f"{n}.0"))
@example("1_000")
@example("+5")
@example(" 5")
@example("5.0")
@example("")
@example("9" * 5000)
def test_a_size_is_decimal_digits_up_to_what_every_client_counts_exactly(text: str) -> None:
    fits = re.fullmatch("[0-9]{1,16}", text) is not None and int(text) < 2**53
    try:
        assert TypeAdapter(Size).validate_python(text) == int(text)
    except ValidationError:
        assert not fits
    else:
        assert fits


def _model(first: int | None, last: int | None, size: int) -> tuple[int, int] | str | None:
    """The bytes of a range one by one (RFC 9110 §14.1.2)."""
    if first is None and last is None:
        return None
    if first is not None and last is not None and last < first:
        return None
    if first is None:
        chosen = list(range(size))[-last:] if last else []
    else:
        chosen = [at for at in range(size) if at >= first and (last is None or at <= last)]
    return (chosen[0], chosen[-1] + 1) if chosen else "content.range-unsatisfiable"


@given(st.none() | _SIZES, st.none() | _SIZES, _SIZES)
def test_a_range_is_the_bytes_that_it_names(first: int | None, last: int | None, size: int) -> None:
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    refused = _refusal(lambda: part_of(header, size))
    assert (refused or part_of(header, size)) == _model(first, last, size)


@given(_TEXTS | st.text("bytes=0123456789-, ", max_size=50), st.integers(0, 2**63))
def test_any_range_is_within_the_content_or_none(header: str, size: int) -> None:
    refused = _refusal(lambda: part_of(header, size))
    assert refused in {None, "content.range-unsatisfiable"}
    part = None if refused else part_of(header, size)
    if part is not None:
        assert 0 <= part[0] < part[1] <= size


_ENDS = st.integers(-40, 40)


@given(_ENDS, st.none() | _ENDS, _SIZES)
def test_a_span_is_the_bytes_that_it_names_counted_from_either_end(
    first: int, last: int | None, size: int
) -> None:
    span = Span.parse(f"{first}:{'*' if last is None else last}")
    assert Span.parse(str(span)) == span == Span(first, last)
    start = first if first >= 0 else max(0, size + first)
    end = size - 1 if last is None else last if last >= 0 else size + last
    assert list(span.within(size)) == [at for at in range(size) if start <= at <= end]


@given(_TEXTS | st.text("0123456789-:*", max_size=45), st.sampled_from(Scope))
def test_any_extent_is_read_or_refused(text: str, scope: Scope) -> None:
    extent = Extent(scope.value, text)
    refused = _refusal(lambda: extent.selection("a", repeats=False))
    assert refused in {None, "gateway.malformed-span"}
    if refused is None:
        selection = extent.selection("a", repeats=False)
        assert selection.scope is scope
        assert selection.span is not None
        assert len(selection.span.within(2**62)) <= 2**62


_ACCEPTED = st.sampled_from(
    ["application/vnd.ipld.car", "application/vnd.ipld.raw", "*/*", "text/html"]
)
_PARAMETERS = st.sampled_from(
    [
        "",
        ";q=0",
        ";q=nan",
        ";q=inf",
        ";q=x",
        ";dups=y",
        ";dups=z",
        ";version=2",
        ";;=",
        ";order=unk",
    ]
)


@given(
    _TEXTS | st.lists(st.tuples(_ACCEPTED, _PARAMETERS).map("".join), max_size=5).map(", ".join),
    st.sampled_from(["raw", "car", None]),
    st.sampled_from(["y", "n", None]),
)
def test_any_accept_is_agreed_on_or_refused(accept: str, form: Any, dups: Any) -> None:
    refused = _refusal(lambda: agreed(form, accept, dups))
    assert refused in {None, "gateway.format-missing", "gateway.not-acceptable"}
    if refused is None:
        found = agreed(form, accept, dups)
        assert form in {None, found.format}
        assert dups is None or found.format == "raw" or found.repeats == (dups == "y")

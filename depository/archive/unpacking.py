"""What gzip, xz and Zstandard have packed, unpacked piece by piece within bounds."""

from __future__ import annotations

import lzma
import sys
import zlib
from typing import IO, TYPE_CHECKING, Final, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable

    from depository.archive.gate import Gate

__all__ = ["GZIP", "XZ", "ZSTD", "Packing", "Unpacked"]

_PIECE: Final = 64 << 10
_HEAD: Final = 4
_XZ_MEMORY: Final = 80 << 20
_ZSTD_WINDOW_LOG: Final = 27
_SKIPPABLE: Final = b"*M\x18"
_ERRORS: Final = (zlib.error, lzma.LZMAError, zstd.ZstdError)
_TOO_GREEDY: Final = ("Memory usage limit exceeded", "requires too much memory")


class _Decoder(Protocol):
    """Unpacks one member; what follows its end is `unused_data`."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Inflater:
    """zlib's decompressor for gzip (RFC 1952), in the manner of the other two."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        """Whether the member has ended."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether all that was given has been used."""
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What follows the member."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return up to `max_length` bytes."""
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class Packing:
    """A way of packing: how a member is unpacked that begins with some bytes.

    `greed` is the most memory in bytes that a member may ask for; `padded` tells whether zeros,
    four at a time, may stand between members.
    """

    def __init__(
        self, begin: Callable[[bytes], _Decoder | None], greed: int, *, padded: bool = False
    ) -> None:
        """`begin` returns None for what is no part of the content though its format has it."""
        self.begin = begin
        self.greed = greed
        self.padded = padded


def _begin_zstd(head: bytes) -> _Decoder | None:
    """Frames of Zstandard (RFC 8878 §3.1.1); those to be skipped are none of the content's."""
    if head[1:4] == _SKIPPABLE and head[0] >> 4 == 5:
        return None
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
    return zstd.ZstdDecompressor(options=options)


GZIP: Final = Packing(lambda _: _Inflater(), 32 << 10)
XZ: Final = Packing(
    lambda _: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY), _XZ_MEMORY, padded=True
)
ZSTD: Final = Packing(_begin_zstd, 1 << _ZSTD_WINDOW_LOG)


class Unpacked:
    """Reads one member after another, never more at once than is asked for."""

    def __init__(self, file: IO[bytes], packing: Packing, gate: Gate) -> None:
        """`file` stands where the first member begins."""
        self._file = file
        self._packing = packing
        self._gate = gate
        self._decoder: _Decoder | None = None
        self._packed = b""
        self._taken = 0
        self._made = 0

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end of the last member.

        Raises through the gate "archive.damaged", "archive.truncated", "archive.foreign-data",
        "archive.expands-too-much", "archive.needs-memory" (limit in bytes) and
        "archive.needs-dictionary".
        """
        piece = b""
        while size and not piece:
            decoder = self._current()
            if decoder is None:
                return b""
            hungry = decoder.needs_input
            packed = self._input() if hungry else b""
            piece = self._decompressed(decoder, packed, size)
            if hungry and not packed and not piece and not decoder.eof:
                self._gate.fail("archive.truncated")
        self._made += len(piece)
        self._gate.whole_ratio(self._made, self._taken)
        return piece

    def _current(self) -> _Decoder | None:
        """Return what unpacks the present member or the next; None when there is none."""
        if self._decoder is not None:
            if not self._decoder.eof:
                return self._decoder
            self._packed = self._decoder.unused_data
        if self._packing.padded and self._decoder is not None:
            self._skip_padding()
        while len(self._packed) < _HEAD and (more := self._more()):
            self._packed += more
        if not self._packed:
            return None
        self._decoder = self._packing.begin(self._packed[:_HEAD])
        if self._decoder is None:
            self._gate.fail("archive.foreign-data")
        return self._decoder

    def _skip_padding(self) -> None:
        padding = 0
        while (self._packed or self._refill()) and not self._packed[0]:
            stripped = self._packed.lstrip(b"\0")
            padding += len(self._packed) - len(stripped)
            self._packed = stripped
        if padding % 4:
            self._gate.fail("archive.damaged", name="")

    def _decompressed(self, decoder: _Decoder, packed: bytes, size: int) -> bytes:
        try:
            return decoder.decompress(packed, size)
        except _ERRORS as error:
            said = str(error)
            if any(words in said for words in _TOO_GREEDY):
                self._gate.fail("archive.needs-memory", limit=self._packing.greed)
            if "Dictionary mismatch" in said:
                self._gate.fail("archive.needs-dictionary")
            self._gate.fail("archive.damaged", name="")

    def _input(self) -> bytes:
        packed, self._packed = self._packed, b""
        return packed or self._more()

    def _refill(self) -> bytes:
        self._packed = self._more()
        return self._packed

    def _more(self) -> bytes:
        packed = self._file.read(_PIECE)
        self._taken += len(packed)
        return packed

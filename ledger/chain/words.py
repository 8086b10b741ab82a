"""ABI values read quickly where they lie as every compiler lays them; `eth_abi` reads the rest.

What is read here `eth_abi` reads alike; what is not laid out so, or does not fit its type, is left
to it to read or to refuse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from eth_abi.abi import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["reader_of", "word_reader_of"]

_WORD: Final = 32
_ALL: Final = 1 << 256
_PADDING: Final = bytes(12)
_UNSIGNED: Final = re.compile(r"uint([0-9]{1,3})")


class _OtherwiseError(Exception):
    """It is laid out in another way, or does not fit."""


def reader_of(types: Sequence[str]) -> Callable[[bytes], Sequence[Any]]:
    """What reads the values of these types; addresses come as 20 bytes or as text.

    It raises what `eth_abi.decode` does.
    """
    words = [_word_of(kind) for kind in types]
    if None not in words:
        quick = _words_reader([each for each in words if each is not None])
    else:
        known = [_reader_of(kind) for kind in types]
        readers = [each for each in known if each is not None]
        if len(readers) < len(types):
            return lambda data: decode(types, data)
        quick = _mixed_reader(readers)

    def read(data: bytes) -> Sequence[Any]:
        try:
            return quick(data)
        except _OtherwiseError:
            return decode(types, data)

    return read


def _words_reader(words: Sequence[Callable[[bytes], Any]]) -> Callable[[bytes], Sequence[Any]]:
    places = [(word, _WORD * at, _WORD * (at + 1)) for at, word in enumerate(words)]
    end = _WORD * len(words)

    def read(data: bytes) -> Sequence[Any]:
        if len(data) < end:
            raise _OtherwiseError
        return [word(data[start:stop]) for word, start, stop in places]

    return read


def _mixed_reader(
    readers: Sequence[Callable[[bytes, int, int], tuple[Any, int]]],
) -> Callable[[bytes], Sequence[Any]]:
    def read(data: bytes) -> Sequence[Any]:
        tail = _WORD * len(readers)
        values = []
        for place, one in enumerate(readers):
            value, tail = one(data, _WORD * place, tail)
            values.append(value)
        return values

    return read


def word_reader_of(kind: str) -> Callable[[bytes], Any]:
    """What reads a single value of this type, which stands in a topic; as `reader_of`."""
    word = _word_of(kind)

    def read(data: bytes) -> Any:
        try:
            if word is not None and len(data) == _WORD:
                return word(data)
        except _OtherwiseError:
            pass
        return decode([kind], data)[0]

    return read


def _reader_of(kind: str) -> Callable[[bytes, int, int], tuple[Any, int]] | None:
    """Reads a value whose word is at a place, or points to where what came before has ended; gives
    it and where it ends itself.
    """
    if kind == "bytes":
        return _bytes
    if kind.endswith("[]") and (inner := _word_of(kind[:-2])):
        return lambda data, at, tail: _array(inner, data, at, tail)
    word = _word_of(kind)
    return None if word is None else lambda data, at, tail: (word(_taken(data, at)), tail)


def _word_of(kind: str) -> Callable[[bytes], Any] | None:
    if kind == "bytes32":
        return bytes
    if kind == "address":
        return _address
    if kind == "bool":
        return _flag
    unsigned = _UNSIGNED.fullmatch(kind)
    if unsigned is None:
        return None
    end = 1 << int(unsigned[1])
    return _whole if end == _ALL else lambda word: _number(word, end)


def _taken(data: bytes, at: int) -> bytes:
    word = data[at : at + _WORD]
    if len(word) != _WORD:
        raise _OtherwiseError
    return word


def _number(word: bytes, end: int) -> int:
    value = int.from_bytes(word, "big")
    if value >= end:
        raise _OtherwiseError
    return value


def _whole(word: bytes) -> int:
    return int.from_bytes(word, "big")


def _flag(word: bytes) -> bool:
    return bool(_number(word, 2))


def _address(word: bytes) -> bytes:
    if word[:12] != _PADDING:
        raise _OtherwiseError
    return word[12:]


def _length(data: bytes, at: int, tail: int) -> int:
    if int.from_bytes(_taken(data, at), "big") != tail:
        raise _OtherwiseError
    return _number(_taken(data, tail), len(data))


def _bytes(data: bytes, at: int, tail: int) -> tuple[bytes, int]:
    size, start = _length(data, at, tail), tail + _WORD
    end = start + -(-size // _WORD) * _WORD
    if end > len(data) or any(data[start + size : end]):
        raise _OtherwiseError
    return data[start : start + size], end


def _array(
    word: Callable[[bytes], Any], data: bytes, at: int, tail: int
) -> tuple[tuple[Any, ...], int]:
    size, start = _length(data, at, tail), tail + _WORD
    end = start + _WORD * size
    return tuple(word(_taken(data, place)) for place in range(start, end, _WORD)), end

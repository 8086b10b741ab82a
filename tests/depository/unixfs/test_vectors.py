"""Our CIDs are those that others publish and compute under unixfs-v1-2025."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from depository.blocks import NoStore
from depository.cid import RAW, cid_of
from depository.unixfs.builder import FileBuilder
from depository.unixfs.directory import build_directory
from depository.unixfs.node import Link
from tests.support.packages import KeyStream

VECTORS = Path(__file__).parents[2] / "vectors" / "unixfs"
IPIP_0499 = json.loads((VECTORS / "ipip-0499.json").read_text())
KUBO = json.loads((VECTORS / "kubo.json").read_text())
ALPHABET = "abcdefghijklmnopqrstuvwxyz01234567890-_"


def _name(case: dict[str, Any]) -> str:
    return f"{case['seed']}-{case['size']}" if "size" in case else str(case["cid"])[-8:]


def _file(data: bytes) -> Link:
    with FileBuilder(NoStore().batch()) as builder:
        built = builder.build(io.BytesIO(data))
    return Link("", built.cid, built.total)


@pytest.mark.parametrize("case", IPIP_0499["files"] + KUBO["files"], ids=_name)
def test_a_file_has_the_published_cid(case: dict[str, Any]) -> None:
    with FileBuilder(NoStore().batch()) as builder:
        built = builder.build(KeyStream(case["seed"], case["size"]))
    assert str(built.cid) == case["cid"]
    assert built.size == case["size"]


@pytest.mark.parametrize(("text", "cid"), IPIP_0499["texts"].items())
def test_a_text_has_the_published_cid(text: str, cid: str) -> None:
    assert str(_file(text.encode()).cid) == cid


def test_an_empty_directory_has_the_published_cid() -> None:
    assert str(build_directory("", [], NoStore().batch()).cid) == IPIP_0499["empty_directory"]


@pytest.mark.parametrize("case", IPIP_0499["directories"], ids=_name)
def test_a_directory_at_and_above_the_threshold_has_the_published_cid(
    case: dict[str, Any],
) -> None:
    letters = KeyStream(case["seed"], 1 << 20).read(1 << 20)
    leaf = cid_of(RAW, b"x")
    names, at = [], 0
    for number in range(case["count"]):
        last = number == case["count"] - 1
        length = case["last_length"] if last else case["length"]
        names.append("".join(ALPHABET[byte % 39] for byte in letters[at : at + length]))
        at += length
    built = build_directory("", [Link(name, leaf, 1) for name in names], NoStore().batch())
    assert str(built.cid) == case["cid"]


@pytest.mark.parametrize("case", KUBO["directories"]["counts"], ids=lambda case: case["count"])
def test_a_directory_with_kazakh_and_chinese_names_has_the_cid_of_kubo(
    case: dict[str, Any],
) -> None:
    batch = NoStore().batch()
    rule = KUBO["directories"]
    children = []
    for number in range(case["count"]):
        data = rule["content"].format(number=number).encode()
        children.append(Link(rule["names"].format(number=number), cid_of(RAW, data), len(data)))
    for name, text in rule["also"].items():
        children.append(Link(name, cid_of(RAW, text.encode()), len(text)))
    outer, inner = rule["empty"].split("/")
    children.append(build_directory(outer, [build_directory(inner, [], batch)], batch))
    assert str(build_directory("", children, batch).cid) == case["cid"]

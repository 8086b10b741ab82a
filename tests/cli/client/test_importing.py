"""What a program of others gets with the client, and what not."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.resources import files

import pytest

import qoima.client

_SERVERS = {"api", "cli", "node", "alembic", "eth", "fastapi", "lmdb", "sqlalchemy", "sqlmodel"}
_SERVERS |= {"starlette", "uvicorn", "web3"}


def test_neither_a_server_nor_a_database_comes_with_the_client() -> None:
    source = (
        "import importlib, pkgutil, sys\n"
        "import qoima.client\n"
        "print(*sorted(sys.modules))\n"
        "for name in qoima.client.__all__:\n    getattr(qoima.client, name)\n"
        "for each in pkgutil.iter_modules(qoima.client.__path__):\n"
        "    importlib.import_module(f'qoima.client.{each.name}')\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    bare, whole = (set(line.split()) for line in done.stdout.splitlines())
    assert not {"httpx", "pydantic", "eth_account"} & bare
    assert {"httpx", "pydantic", "depository", "ledger"} <= whole
    assert not _SERVERS & whole


def test_every_public_name_is_there_and_no_other() -> None:
    for name in qoima.client.__all__:
        assert getattr(qoima.client, name) is not None
    with pytest.raises(AttributeError):
        _ = qoima.client.nothing_of_the_kind
    with pytest.raises(ImportError):
        import_module("qoima.client.nothing_of_the_kind")


def test_the_package_says_that_it_is_typed() -> None:
    assert files("qoima").joinpath("py.typed").is_file()

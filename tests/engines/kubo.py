"""A kubo of one test: its repository under the profile of IPIP-499, its daemon off the network."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from cli.processes import free_ports
from depository.kubo import KuboStore, parse_address
from depository.kubo.rpc import Rpc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from depository.cid import Cid
    from depository.kubo import Secret

__all__ = ["PROGRAMS", "Kubo", "running_kubo"]

PROGRAMS = sorted((Path(__file__).parents[2] / ".engines").glob("kubo-*/ipfs"))
"""The installed versions, the oldest first."""

_SLOWEST_START = 60.0
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass
class Kubo:
    """A repository, and the daemon that runs on it."""

    program: Path
    repository: Path
    api: int
    gateway: int
    daemon: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its RPC listens."""
        return f"http://127.0.0.1:{self.api}"

    @property
    def environment(self) -> Mapping[str, str]:
        """Of its commands."""
        return {**os.environ, "IPFS_PATH": str(self.repository), "IPFS_TELEMETRY": "off"}

    def store(
        self,
        spool: Path,
        secret: Secret | None = None,
        clock: Callable[[], float] = time.time,
    ) -> KuboStore:
        """A store of ours on it."""
        return KuboStore(parse_address(self.url), spool, secret, clock)

    def rpc(self) -> Rpc:
        """A client of ours to it."""
        return Rpc(parse_address(self.url))

    def ipfs(self, *arguments: str, seconds: float = 600) -> str:
        """What a command of it prints; it must succeed."""
        done = subprocess.run(
            [self.program, *arguments],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def set(self, name: str, value: object) -> None:
        """Write a setting into its configuration, read at the next start."""
        path = self.repository / "config"
        settings = json.loads(path.read_text())
        inner = settings
        *outer, last = name.split(".")
        for each in outer:
            inner = inner.setdefault(each, {})
        inner[last] = value
        path.write_text(json.dumps(settings))

    def sync_blocks(self, wanted: bool) -> None:
        """Have flatfs flush its blocks, or not."""
        settings = json.loads((self.repository / "config").read_text())
        spec = settings["Datastore"]["Spec"]
        flatfs = spec["mounts"][0]
        flatfs.get("child", flatfs)["sync"] = wanted
        self.set("Datastore.Spec", spec)

    def start(self) -> None:
        """Run the daemon and wait until its RPC answers."""
        with (self.repository / "daemon.log").open("ab") as log:
            self.daemon = subprocess.Popen(
                [self.program, "daemon", "--offline", "--migrate=true"],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _SLOWEST_START
        while not self._answers():
            assert self.daemon.poll() is None, (self.repository / "daemon.log").read_text()
            assert time.monotonic() < deadline, "kubo did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """End the daemon at once, as a loss of power would end it."""
        assert self.daemon is not None
        self.daemon.kill()
        self.daemon.wait()

    def stop(self) -> None:
        """End it as an operator does."""
        assert self.daemon is not None
        self.daemon.terminate()
        self.daemon.wait(timeout=60)

    def path_of(self, cid: Cid) -> Path:
        """The file in which flatfs keeps a block."""
        bits = int.from_bytes(cid.multihash, "big") << (-len(cid.multihash) * 8 % 5)
        length = -(-len(cid.multihash) * 8 // 5)
        name = "".join(_BASE32[bits >> (5 * at) & 31] for at in reversed(range(length)))
        return self.repository / "blocks" / name[-3:-1] / f"{name}.data"

    def _answers(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return bool(httpx.post(f"{self.url}/api/v0/version").status_code)
        return False


@contextlib.contextmanager
def running_kubo(program: Path, folder: Path) -> Iterator[Kubo]:
    """Make a repository in `folder` that syncs its blocks, run kubo on it, and stop it."""
    api, gateway = free_ports("127.0.0.1", "127.0.0.1")
    kubo = Kubo(program, folder / "kubo", api, gateway)
    kubo.ipfs("init", "--profile=unixfs-v1-2025")
    kubo.set("Addresses.API", f"/ip4/127.0.0.1/tcp/{kubo.api}")
    kubo.set("Addresses.Gateway", f"/ip4/127.0.0.1/tcp/{kubo.gateway}")
    kubo.set("Addresses.Swarm", [])
    kubo.set("AutoConf.Enabled", False)
    kubo.set("Bootstrap", [])
    kubo.set("DNS.Resolvers", {})
    kubo.set("Routing.DelegatedRouters", [])
    kubo.set("Ipns.DelegatedPublishers", [])
    kubo.sync_blocks(True)
    kubo.start()
    try:
        yield kubo
    finally:
        if kubo.daemon is not None and kubo.daemon.poll() is None:
            kubo.stop()

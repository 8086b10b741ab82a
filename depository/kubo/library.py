"""The client library of kubo's RPC, as it works with the transport of today."""

from __future__ import annotations

import os
from typing import Any

# Its own variant of requests, which adds Unix sockets, passes arguments that urllib3 warns of and
# that its next version refuses; the plain one does all that we need.
os.environ.setdefault("PY_IPFS_HTTP_CLIENT_PATCH_REQUESTS", "no")

import ipfshttpclient  # type: ignore[import-untyped] # it has no types
from ipfshttpclient import exceptions
from ipfshttpclient.client import base  # type: ignore[import-untyped] # as above

__all__ = ["Client", "exceptions"]


class _Keeping(base.SectionBase):  # type: ignore[misc] # as above
    """Calls that the library lacks."""

    @base.returns_multiple_items(base.ResponseBase)  # type: ignore[untyped-decorator] # as above
    def verify(self, **arguments: Any) -> Any:
        """Have kubo hash all that it has again."""
        return self._client.request("/repo/verify", decoder="json", **arguments)

    @base.returns_multiple_items(base.ResponseBase)  # type: ignore[untyped-decorator] # as above
    def pins(self, *cids: str, **arguments: Any) -> Any:
        """List pins, one at a time."""
        return self._client.request("/pin/ls", cids, decoder="json", **arguments)


class Client(ipfshttpclient.Client):  # type: ignore[misc] # as above
    """The library's client with those calls."""

    keeping = base.SectionProperty(_Keeping)

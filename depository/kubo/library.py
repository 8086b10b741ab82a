"""The client library of kubo's RPC, as it works with the transport of today."""

from __future__ import annotations

import os

# Its own variant of requests, which adds Unix sockets, passes arguments that urllib3 warns of and
# that its next version refuses; the plain one does all that we need.
os.environ.setdefault("PY_IPFS_HTTP_CLIENT_PATCH_REQUESTS", "no")

from ipfshttpclient import Client, exceptions  # type: ignore[import-untyped] # it has no types

__all__ = ["Client", "exceptions"]

"""The embedded chain: py-evm under Clique, with its own JSON-RPC server."""

from node import backends

backends.select()

"""The embedded chain: py-evm under Clique, with its own JSON-RPC server."""

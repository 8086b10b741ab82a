"""JSON-RPC: one module for each namespace of methods, over one protocol."""

"""What the node does in place of py-evm's own parts, each with its reason: all of it, only here."""

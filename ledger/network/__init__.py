"""Nodes of the network: which participant answers for each, and since when until when."""

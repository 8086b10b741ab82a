"""Digital assets: classes of tokens, their backing, who holds them and how they moved."""

"""What the node keeps on disk, and how a block becomes one synced write."""

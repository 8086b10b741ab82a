"""The portal: pages on which a participant acts with a wallet of its own."""

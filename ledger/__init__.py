"""What all registers share: errors, the chain gateway, the index, participants and assets."""

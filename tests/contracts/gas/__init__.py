"""What each function of each contract costs, measured on the EVM in fixed scenarios."""

"""The depository of software: packages, identifiers, content and their register."""

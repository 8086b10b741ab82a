"""Sign-In with Ethereum (ERC-4361), as server and client both read it."""

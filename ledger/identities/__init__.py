"""Who is behind an account, shown by a signature with an organisation's certificate (X.509)."""

"""What others build on: the client of Qoima."""

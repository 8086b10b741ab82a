"""Content on its way in: in one body, or piece by piece over broken connections (tus 1.0)."""

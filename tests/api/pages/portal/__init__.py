"""The portal in a browser whose wallet holds a real key."""

"""Webhooks: events that are brought to whoever asked for them."""

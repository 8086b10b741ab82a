"""How many there were of each kind of event, hour by hour."""

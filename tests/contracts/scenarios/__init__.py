"""One scenario for each contract: `play(world)` calls every function of it at least once."""

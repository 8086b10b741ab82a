"""Watching the machine at work: limits of time, call frames, states before, single steps."""

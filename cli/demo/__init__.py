"""The demonstration: the main job from end to end, through the same client as a person's."""

"""The care of the content: checked, set aside, repaired, and what nobody recorded taken away."""

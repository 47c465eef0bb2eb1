"""What changed: edits by hand that are not recorded yet."""

"""The history of one item."""

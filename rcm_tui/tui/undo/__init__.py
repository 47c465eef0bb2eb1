"""Undoing a record of one's choice."""

"""Meetings, what they agreed, and what that led to."""

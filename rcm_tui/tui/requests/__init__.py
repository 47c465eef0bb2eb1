"""Requests: who was asked for what by when, and who has answered."""

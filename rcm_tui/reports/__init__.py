"""Figures and publications made out of plans and change sets: data in, text out. No git, no files."""

"""A terminal workflow tool, backed by git, for an organization's plan of action."""

__version__ = "0.1.0"

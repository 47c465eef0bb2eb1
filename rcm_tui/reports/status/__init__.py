"""The status report of a plan: its figures, its page, its publication and its JSON."""

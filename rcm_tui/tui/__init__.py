"""The terminal interface: what the commands do, on a full screen. Only this package imports Textual."""

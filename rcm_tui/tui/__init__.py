"""The terminal interface: the same deeds as the commands, on a full screen. Only this room imports Textual."""

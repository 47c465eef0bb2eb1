"""The commands, one module for each noun; imported when they are used."""

"""A plan through time: recording, reading back, undoing. The only room that runs git."""

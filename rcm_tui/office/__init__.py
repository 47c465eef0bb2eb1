"""Office files as data: opened safely, read as tables and paragraphs. Nothing here knows what a plan is."""

"""The plan: a tree of what is to be done, beside one item whole."""

"""A plan through time: make records, read them, audit them. The only package that runs git."""

"""A plan as files: paths, reading and caching, checking, and changing YAML line by line."""

"""A plan as files: id and path, YAML read and spliced, positions for errors, atomic save."""

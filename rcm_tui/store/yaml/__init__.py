"""The files as YAML: reading them, changing them line by line, and naming what is wrong in them."""

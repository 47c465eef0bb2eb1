"""A plan in memory: frozen dataclasses, statuses, partial dates, rules and queries. Pure: no files, no git."""

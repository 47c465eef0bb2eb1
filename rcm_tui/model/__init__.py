"""What a plan is: frozen dataclasses, statuses, partial dates, rules and queries. Pure: no files, no git."""

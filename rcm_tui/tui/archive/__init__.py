"""The Archival Plan: what is archived, and what is due."""

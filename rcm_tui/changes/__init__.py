"""The differences between two plans, field by field and word by word. Pure: built on `model` alone."""

"""What differs between two plans, field by field and word by word. Pure, on model."""

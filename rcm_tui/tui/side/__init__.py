"""What the screens of a list beside its detail share."""

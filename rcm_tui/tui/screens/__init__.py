"""The screens of the terminal interface, one module and its style sheet each."""

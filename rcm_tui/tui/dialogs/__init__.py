"""Dialogs: small screens over another one that ask for something and return it."""

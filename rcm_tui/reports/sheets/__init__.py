"""Flat rows as spreadsheets."""

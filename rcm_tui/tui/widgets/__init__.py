"""Widgets that several screens show; none of them knows a screen."""

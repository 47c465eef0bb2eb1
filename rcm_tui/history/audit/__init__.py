"""Audit the trail: find out whether every change of the plan is accounted for."""

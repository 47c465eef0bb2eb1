"""The audit of the trail: whether every change of the plan is accounted for."""

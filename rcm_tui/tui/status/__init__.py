"""The status report: how the plan stands, and the items behind each figure."""

"""The status report: how a plan stands, as figures, as a page and as a publication."""

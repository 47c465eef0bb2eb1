"""Publishing from the interface: what, in which format, of which meeting, and where to."""

"""Turn tables and minutes from office files into the data of a plan, shown before anything is recorded."""

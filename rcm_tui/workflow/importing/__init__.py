"""From the tables and minutes of an office to the data of a plan, shown before anything is made."""

"""What is wrong in the files of the plan."""

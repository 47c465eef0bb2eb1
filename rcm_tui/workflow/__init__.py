"""The actions of a person: everything that both front ends share."""

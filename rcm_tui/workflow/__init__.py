"""What a person does: everything the two faces share."""

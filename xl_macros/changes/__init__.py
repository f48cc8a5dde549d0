"""What changes the inputs, or takes a change back."""

"""From files to facts and back."""

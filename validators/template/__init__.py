"""What only workbooks made from the template have: its own formulas, what they must show, what was last computed."""

"""What the forage–livestock balance is computed from: files in and out, and its publications."""

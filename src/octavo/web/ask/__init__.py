"""What readers commission: a question answered, a story told in their language. The worker writes, these pages show."""

"""Accounts: how readers sign up and in, guard their account, see what is held about them, and leave."""

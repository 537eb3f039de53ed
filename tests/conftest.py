"""What every test may use. Tests mirror the rooms; the network is off but for loopback."""

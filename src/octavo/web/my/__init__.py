"""What a reader keeps for themselves: one file per action, for those with an account and for devices without one."""

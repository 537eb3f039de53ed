"""How the shipped models were made: one module for each, run by hand where the data pack is, never by CI."""

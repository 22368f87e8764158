"""The laws of storage, a file for each kind. Imports the contract, never a backend."""

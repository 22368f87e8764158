"""Built-in assessment methods, one file each. They use only public names, as anyone's would."""

"""Commands of `atlas` that bring data in and out, one module each."""

"""The portal as it runs on more than one machine, and the files that whoever runs it copies."""

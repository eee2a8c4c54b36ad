"""The sensors through real BlueZ in a small virtual machine; run by hand, see README.md."""

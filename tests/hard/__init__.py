"""What real people do, on uneven simulated ones: every test with its truth from the script."""

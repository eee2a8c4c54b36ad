"""From samples to motion: screened, on even ticks, with the vertical and how fast it turns."""

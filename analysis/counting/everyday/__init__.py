"""What people do beside exercising: walking, stairs, getting up from a chair."""

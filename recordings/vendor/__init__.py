"""Reading exports of other products as their sensors' measurements; one module per product."""

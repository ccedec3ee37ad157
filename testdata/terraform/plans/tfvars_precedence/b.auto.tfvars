b = "b.auto.tfvars"

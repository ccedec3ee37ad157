b = "a.auto.tfvars"

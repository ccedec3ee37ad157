a    = "terraform.tfvars"
b    = "terraform.tfvars"
list = ["x", 1]

locals {
  by_workspace = { default = "small", prod = "large" }
}

module "child" {
  source = "./child"
}

output "size" {
  value = local.by_workspace[terraform.workspace]
}

output "paths" {
  value = [path.module, path.root, module.child.path]
}

output "text" {
  value = module.child.text
}

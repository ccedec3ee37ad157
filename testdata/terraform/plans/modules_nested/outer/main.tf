variable "prefix" {}

module "inner" {
  source   = "../inner"
  for_each = toset(["x", "y"])
  text     = "${var.prefix}-${each.key}"
}

output "deep" {
  value = { for key, inner in module.inner : key => inner.text }
}

locals {
  name   = "shop"
  suffix = upper(local.name)
  sizes  = { small = 1, large = 4 }
  flat   = flatten([for name, size in local.sizes : [for n in range(size) : "${name}-${n}"]])
}

resource "terraform_data" "one" {
  input = "${local.name}-${local.suffix}"
}

output "flat" {
  value = local.flat
}

output "total" {
  value = sum(values(local.sizes))
}

output "input" {
  value = terraform_data.one.input
}

output "id" {
  value = terraform_data.one.id
}

output "sentence" {
  value = "id of ${local.name}: ${terraform_data.one.id}"
}

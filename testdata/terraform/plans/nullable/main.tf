module "nulls" {
  source      = "./child"
  nullable    = null
  not_nullable = null
}

module "unset" {
  source = "./child"
}

output "nulls" {
  value = module.nulls.values
}

output "unset" {
  value = module.unset.values
}

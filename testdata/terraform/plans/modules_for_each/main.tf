locals {
  networks = {
    blue  = { cidr = "10.1.0.0/16", public = true }
    green = { cidr = "10.2.0.0/16" }
  }
}

module "network" {
  source   = "./network"
  for_each = local.networks
  name     = each.key
  cidr     = each.value.cidr
  public   = try(each.value.public, false)
}

output "cidrs" {
  value = { for name, network in module.network : name => network.cidr }
}

output "public" {
  value = [for network in module.network : network.name if network.public]
}

output "blue" {
  value = module.network["blue"].label
}

output "ids" {
  value = values(module.network)[*].id
}

module "outer" {
  source = "./outer"
  count  = 2
  prefix = "p${count.index}"
}

output "deep" {
  value = module.outer[*].deep
}

output "first" {
  value = module.outer[0].deep["x"]
}

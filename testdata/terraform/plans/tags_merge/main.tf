variable "tags" {
  type    = map(string)
  default = { team = "web", env = "test" }
}

module "tagged" {
  source = "./tagged"
  tags   = merge(var.tags, { env = "prod" }, { cost = 7 })
}

output "tags" {
  value = module.tagged.tags
}

output "with_unknown" {
  value = module.tagged.with_unknown
}

output "looked_up" {
  value = [lookup(var.tags, "team", "none"), lookup(var.tags, "owner", "none")]
}
